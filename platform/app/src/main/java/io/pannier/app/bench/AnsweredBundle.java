package io.pannier.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The first bundle of an offer, valued in the problem that the offer answered. */
final class AnsweredBundle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ToIntFunction<String> items;
  private final int decimals;

  /**
   * @param items item ordinals by SKU, negative where unknown
   * @param decimals of the shop's currency
   */
  AnsweredBundle(ToIntFunction<String> items, int decimals) {
    this.items = items;
    this.decimals = decimals;
  }

  /**
   * The utility of what was answered.
   *
   * @param offer as the shopper got it, JSON
   * @return 0 where the offer has no bundle or one with an item that was no candidate, as an answer
   *     repeated from before may have
   */
  double utility(BundlingProblem problem, byte[] offer) {
    JsonNode bundle;
    try {
      bundle = JSON.readTree(offer).path("bundles").path(0);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.MALFORMED_JSON, "an offer of the ledger cannot be read", e);
    }
    TreeMap<Integer, Integer> quantities = new TreeMap<>();
    for (JsonNode item : bundle.path("items")) {
      int candidate = candidate(problem, items.applyAsInt(item.path("sku").asText()));
      if (candidate < 0) {
        return 0;
      }
      quantities.put(candidate, item.path("quantity").asInt());
    }
    if (quantities.isEmpty()) {
      return 0;
    }
    long discount =
        bundle
            .path("discount")
            .decimalValue()
            .movePointRight(decimals)
            .setScale(0, java.math.RoundingMode.UNNECESSARY)
            .longValueExact();
    return Utilities.of(
        problem,
        quantities.keySet().stream().mapToInt(Integer::intValue).toArray(),
        quantities.values().stream().mapToInt(Integer::intValue).toArray(),
        discount);
  }

  private static int candidate(BundlingProblem problem, int item) {
    for (int i = 0; i < problem.size(); i++) {
      if (problem.item(i) == item) {
        return i;
      }
    }
    return -1;
  }
}
