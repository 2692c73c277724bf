package io.pannier.app.bench;

import io.pannier.messages.Placement;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StrategyConfig;
import io.pannier.spitestkit.ProblemGenerator;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How fast and how good the strategy {@code genetic} composes drawn problems of a placement's usual
 * size, through the plugin host.
 *
 * @param composeMillis median time of a search that ends by itself, because nothing better turns up
 * @param quality median utility of what a search of the given time found, over {@link
 *     ReferenceSearch}, 0 to 1
 */
public record OptimizerTrial(double composeMillis, double quality) {
  private static final int CANDIDATES = 100;
  private static final long NO_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final BundleConstraints CONSTRAINTS = Placement.standard("cart").constraints();

  /**
   * Runs the trial.
   *
   * @param problems drawn, at least 1; as many are composed before, so that the compiler has seen
   *     everything
   * @param budgetNanos search time whose quality is measured
   */
  public static OptimizerTrial run(int problems, long budgetNanos, long seed) throws IOException {
    ProblemGenerator generator = new ProblemGenerator(seed);
    BundlingProblem[] drawn =
        IntStream.range(0, problems)
            .mapToObj(i -> generator.problem(CANDIDATES, CONSTRAINTS))
            .toArray(BundlingProblem[]::new);
    double[] millis = new double[problems];
    double[] quality = new double[problems];
    try (BundlingPlugin plugin = BundlingPlugin.open("genetic", StrategyConfig.DEFAULTS);
        ReferenceSearch reference = ReferenceSearch.open()) {
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < problems; i++) {
          long begun = System.nanoTime();
          plugin.compose(drawn[i], () -> SearchBudget.ofNanos(NO_LIMIT_NANOS));
          millis[i] = (System.nanoTime() - begun) / 1e6;
          BundlingResult quick = plugin.compose(drawn[i], () -> SearchBudget.ofNanos(budgetNanos));
          quality[i] = Utilities.of(drawn[i], quick);
        }
      }
      for (int i = 0; i < problems; i++) {
        double best = Math.max(reference.utility(drawn[i]), quality[i]);
        quality[i] = best > 0 ? quality[i] / best : Double.NaN;
      }
    }
    double[] feasible =
        IntStream.range(0, problems)
            .mapToDouble(i -> quality[i])
            .filter(share -> !Double.isNaN(share))
            .toArray();
    return new OptimizerTrial(BundleQuality.median(millis), BundleQuality.median(feasible));
  }
}
