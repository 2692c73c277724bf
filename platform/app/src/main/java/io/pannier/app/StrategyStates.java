package io.pannier.app;

import io.pannier.gateway.StrategyReport;
import io.pannier.laboratory.offpolicy.Agreement;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.store.ModelRevision;
import io.pannier.store.Shadows;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts together what host, placements, models and shadows know of a shop's strategies. */
final class StrategyStates implements StrategyReport {
  private static final int DAYS = 7;
  private static final double CONFIDENCE = 0.95;

  private final Store store;
  private final PluginHost host;

  StrategyStates(Store store, PluginHost host) {
    this.store = store;
    this.host = host;
  }

  @Override
  public Future<List<StrategyState>> of(Shop shop) {
    return store
        .shadows()
        .of(shop, DAYS)
        .map(
            tallies -> {
              List<Placement> placements = store.placements().of(shop);
              Set<String> names = new TreeSet<>();
              host.strategies().forEach(handle -> names.add(handle.descriptor().name()));
              placements.forEach(placement -> names.addAll(live(placement)));
              placements.forEach(placement -> names.addAll(placement.shadow()));
              return names.stream().map(name -> state(shop, name, placements, tallies)).toList();
            });
  }

  private StrategyState state(
      Shop shop, String name, List<Placement> placements, List<Shadows.Tally> tallies) {
    Optional<StrategyHandle> handle = host.find(name);
    return new StrategyState(
        name,
        handle.map(StrategyHandle::version).orElse(""),
        handle.map(found -> found.descriptor().description()).orElse("not installed"),
        handle
            .map(
                found ->
                    found.descriptor().capabilities().stream()
                        .sorted()
                        .map(can -> can.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList())
            .orElse(List.of()),
        store
            .models()
            .current(shop.number(), name)
            .filter(revision -> revision.file() != null)
            .map(ModelRevision::id)
            .orElse(""),
        placements.stream().filter(p -> live(p).contains(name)).map(Placement::name).toList(),
        placements.stream().filter(p -> p.shadow().contains(name)).map(Placement::name).toList(),
        agreement(name, tallies));
  }

  private static Set<String> live(Placement placement) {
    Set<String> names =
        new TreeSet<>(
            List.of(
                placement.scoring(),
                placement.fallback(),
                placement.complementarity(),
                placement.bundling()));
    names.remove("");
    return names;
  }

  private static List<AgreementState> agreement(String name, List<Shadows.Tally> tallies) {
    List<AgreementState> states = new ArrayList<>();
    for (Shadows.Tally tally : tallies) {
      if (tally.strategy().startsWith(name + "@")) {
        Agreement agreement = Agreement.of(tally.agreed(), tally.compared(), CONFIDENCE);
        states.add(
            new AgreementState(
                tally.placement(),
                tally.strategy(),
                tally.incumbent(),
                tally.compared(),
                tally.agreed(),
                agreement.lower(),
                agreement.upper(),
                tally.overlap()));
      }
    }
    return states;
  }
}
