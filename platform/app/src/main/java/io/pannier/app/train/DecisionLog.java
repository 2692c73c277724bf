package io.pannier.app.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.app.Program;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.EventType;
import io.pannier.store.Decision;
import io.pannier.store.Outcome;
import io.pannier.store.Store;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decisions of a placement that chance had a part in, with what became of them: what off-policy
 * evaluation can learn from. One that was not shown is no evidence, and one that could not have
 * been another says nothing of others.
 */
public final class DecisionLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 1, but for the rounding of a product with a share. */
  private static final double CERTAIN = 1 - 1e-9;

  /**
   * One decision.
   *
   * @param candidates of the first bundle, ascending
   * @param propensity with which its arm of the placement chose it
   * @param accepted whether the shopper took it
   */
  public record Entry(
      BundlingProblem problem, int[] candidates, double propensity, boolean accepted) {}

  private final List<Entry> entries = new ArrayList<>();
  private int seen;
  private int certain;
  private int unshown;

  private DecisionLog() {}

  /**
   * Reads a sample of the ledger.
   *
   * @param bundling name of the strategy that composed
   * @param fromMillis milliseconds since the epoch
   */
  public static DecisionLog read(
      Store store, Shop shop, String placement, String bundling, long fromMillis, int most) {
    DecisionLog log = new DecisionLog();
    List<Decision> decisions =
        Program.await(
            store
                .ledger()
                .sample(shop.number(), placement, fromMillis, System.currentTimeMillis(), most));
    for (Decision decision : decisions) {
      if (decision.rung() == Rung.STRATEGY && decision.bundling().startsWith(bundling + "@")) {
        log.add(store, shop, decision);
      }
    }
    return log;
  }

  private void add(Store store, Shop shop, Decision decision) {
    Buffer candidates = decision.candidates();
    JsonNode offer = offer(decision);
    JsonNode first = offer.path("bundles").path(0);
    if (candidates == null || first.isMissingNode()) {
      return;
    }
    seen++;
    // Arms are drawn whatever the cart is, so that within one of them its own propensity counts.
    double propensity =
        first.path("propensity").asDouble() / offer.path("arm").path("share").asDouble(1);
    if (propensity >= CERTAIN) {
      certain++;
      return;
    }
    List<Outcome> outcomes =
        Program.await(store.outcomes().of(shop.number(), decision.id())).stream()
            .filter(outcome -> outcome.bundle() == 0)
            .toList();
    boolean shown = outcomes.stream().anyMatch(o -> o.type() == EventType.OFFER_SHOWN);
    if (!shown) {
      unshown++;
      return;
    }
    BundlingProblem problem = ProblemCodec.decode(candidates.getBytes());
    boolean accepted = outcomes.stream().anyMatch(o -> o.type() == EventType.OFFER_ACCEPTED);
    chosen(store, shop, problem, first)
        .ifPresent(set -> entries.add(new Entry(problem, set, propensity, accepted)));
  }

  private static Optional<int[]> chosen(
      Store store, Shop shop, BundlingProblem problem, JsonNode bundle) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < problem.size(); i++) {
      places.put(problem.item(i), i);
    }
    int[] set = new int[bundle.path("items").size()];
    for (int i = 0; i < set.length; i++) {
      String sku = bundle.path("items").path(i).path("sku").asText();
      Integer place = places.get(store.items().find(shop.number(), sku));
      if (place == null) {
        return Optional.empty();
      }
      set[i] = place;
    }
    Arrays.sort(set);
    return Optional.of(set);
  }

  private static JsonNode offer(Decision decision) {
    try {
      return JSON.readTree(decision.offer().getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What can be used. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What was looked at and what was left out, in words. */
  public String words() {
    return String.format(
        java.util.Locale.ROOT,
        "%,d decisions; %,d without chance and %,d never shown are left out; %,d are left",
        seen,
        certain,
        unshown,
        entries.size());
  }
}
