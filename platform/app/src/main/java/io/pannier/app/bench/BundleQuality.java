package io.pannier.app.bench;

import io.pannier.messages.Shop;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundlingProblem;
import io.pannier.store.Decision;
import io.pannier.store.ItemDictionary;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How good answers were: the utility of the bundle that was offered first over that of {@link
 * ReferenceSearch} on the same problem, 0 to 1. Both are computed from what the ledger keeps.
 *
 * @param median over the decisions
 * @param decisions that count: those whose problem has a feasible bundle
 */
public record BundleQuality(double median, int decisions) {
  /** Values decisions that have their candidates. */
  public static BundleQuality of(
      List<Decision> decisions, Shop shop, ItemDictionary items, ReferenceSearch reference) {
    AnsweredBundle answered =
        new AnsweredBundle(sku -> items.find(shop.number(), sku), shop.currencyDecimals());
    double[] shares =
        decisions.stream()
            .mapToDouble(decision -> share(decision, answered, reference))
            .filter(share -> !Double.isNaN(share))
            .toArray();
    return new BundleQuality(median(shares), shares.length);
  }

  private static double share(
      Decision decision, AnsweredBundle answered, ReferenceSearch reference) {
    Buffer candidates = decision.candidates();
    if (candidates == null) {
      return Double.NaN;
    }
    BundlingProblem problem = ProblemCodec.decode(candidates.getBytes());
    double utility = answered.utility(problem, decision.offer().getBytes());
    // Where the answer is better than the long search, it is the best that is known.
    double best = Math.max(reference.utility(problem), utility);
    return best > 0 ? Math.max(0, utility) / best : Double.NaN;
  }

  /** The middle value; NaN of none. */
  static double median(double[] values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
