package io.pannier.app.guard;

import io.pannier.laboratory.experiment.AnytimeInterval;
import io.pannier.laboratory.experiment.SampleRatio;
import io.pannier.messages.Arm;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.pannier.store.ArmConduct;
import io.pannier.store.ArmSums;
import io.pannier.store.Mandate;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at divided placements every few seconds and takes out an arm that fails, is slow, earns
 * less for certain, or loses visitors. What it does is a revision like any other, with its reason,
 * and can be reverted.
 */
public final class GuardrailVerticle extends VerticleBase {
  /** Who the revisions are by. */
  public static final String AUTHOR = "guardrail";

  private static final Logger LOG = LoggerFactory.getLogger(GuardrailVerticle.class);
  private static final double CONFIDENCE = 0.95;
  private static final int SALT_CHARACTERS = 8;

  private final GuardrailConfig config;
  private final Store store;
  private final InstantSource clock;

  public GuardrailVerticle(GuardrailConfig config, Store store, InstantSource clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    new DividedPlacements(store, this::look).every(config.interval(), vertx);
    return Future.succeededFuture();
  }

  private Future<?> look(Shop shop, Placement placement) {
    Split split = placement.split();
    Future<List<ArmConduct>> conduct =
        store
            .ledger()
            .conduct(shop.number(), placement.name(), clock.instant().minus(config.window()));
    Future<List<ArmSums>> sums = store.experiments().byArm(shop, placement.name(), split);
    return Future.all(conduct, sums)
        .compose(both -> judge(shop, placement, conduct.result(), sums.result()));
  }

  private Future<?> judge(
      Shop shop, Placement placement, List<ArmConduct> conducts, List<ArmSums> sums) {
    Split split = placement.split();
    Map<String, ArmConduct> conduct = by(conducts, ArmConduct::arm);
    Map<String, ArmSums> brought = by(sums, ArmSums::arm);
    Optional<String> lost = lostVisitors(split, brought);
    for (Arm arm : split.arms()) {
      Optional<String> why =
          lost.or(() -> fails(arm, conduct)).or(() -> earnsLess(arm, brought, shop));
      if (why.isPresent()) {
        return takeOut(shop, placement, arm, why.get());
      }
    }
    return Future.succeededFuture();
  }

  private Optional<String> fails(Arm arm, Map<String, ArmConduct> conduct) {
    ArmConduct own = conduct.get(arm.name());
    ArmConduct control = conduct.get(Arm.CONTROL);
    return own == null || control == null || !arm.offers()
        ? Optional.empty()
        : Verdicts.conduct(own, control, config);
  }

  private static Optional<String> earnsLess(Arm arm, Map<String, ArmSums> brought, Shop shop) {
    ArmSums own = brought.get(arm.name());
    ArmSums control = brought.get(Arm.CONTROL);
    return own == null || control == null
        ? Optional.empty()
        : Verdicts.margin(
            arm,
            AnytimeInterval.ofDifference(
                ArmEvidence.margin(own), ArmEvidence.margin(control), CONFIDENCE),
            Math.pow(10, shop.currencyDecimals()));
  }

  /** With wrong shares no other figure can be believed, whichever arm it is that loses them. */
  private static Optional<String> lostVisitors(Split split, Map<String, ArmSums> brought) {
    List<Arm> arms = new ArrayList<>(split.arms());
    arms.add(split.control());
    SampleRatio ratio =
        SampleRatio.of(
            arms.stream().mapToLong(arm -> visitors(brought.get(arm.name()))).toArray(),
            arms.stream().mapToDouble(Arm::share).toArray());
    return ratio.ok()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the arms do not have the visitors that their shares promise (p = %.1e)",
                ratio.pValue()));
  }

  private Future<?> takeOut(Shop shop, Placement placement, Arm arm, String why) {
    List<Arm> rest = placement.split().arms().stream().filter(other -> !other.equals(arm)).toList();
    String salt = UUID.randomUUID().toString().substring(0, SALT_CHARACTERS);
    Split split =
        rest.isEmpty()
            ? Split.NONE
            : new Split(salt, rest).allocatedBy(placement.split().allocation());
    String reason = "arm " + arm.name() + " taken out: " + why;
    LOG.warn("{} of {}: {}", placement.name(), shop.name(), reason);
    return store
        .placements()
        .putUpon(
            shop,
            placement.withSplit(split),
            placement.revision(),
            AUTHOR,
            reason,
            Mandate.MACHINE);
  }

  private static long visitors(@Nullable ArmSums sums) {
    return sums == null ? 0 : sums.visitors();
  }

  private static <T> Map<String, T> by(List<T> rows, Function<T, String> name) {
    return rows.stream().collect(Collectors.toMap(name, Function.identity()));
  }
}
