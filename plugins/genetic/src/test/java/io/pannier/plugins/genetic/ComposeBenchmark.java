package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints how good the best bundle is after a time, over 200 problems: its utility over that of a
 * reference of 200,000 evaluations, and evaluations per millisecond.
 */
public final class ComposeBenchmark {
  private static final int PROBLEMS = 200;
  private static final int[] MICROS = {20, 50, 100, 200, 500, 1000, 2000};

  private ComposeBenchmark() {}

  public static void main(String[] arguments) {
    GeneticStrategy strategy =
        new GeneticStrategy(new ComposeConfig(16, Integer.MAX_VALUE, 0.3, 3), FrontConfig.DEFAULTS);
    BundlingProblem[] problems = new BundlingProblem[PROBLEMS];
    double[] reference = new double[PROBLEMS];
    double[] best = new double[PROBLEMS];
    for (int a = 0; a < PROBLEMS; a++) {
      problems[a] = ShopProblems.typical(a + 1);
      reference[a] = top(evaluated(strategy, problems[a], 200_000));
      best[a] = top(evaluated(strategy, problems[a], 2_000_000));
    }
    report("200,000 evaluations over 2,000,000", ratios(reference, best), "");
    for (int micros : MICROS) {
      double[] found = new double[PROBLEMS];
      double[] rates = new double[PROBLEMS];
      double[] took = new double[PROBLEMS];
      for (int a = 0; a < PROBLEMS; a++) {
        long before = System.nanoTime();
        BundlingResult result = strategy.compose(problems[a], SearchBudget.ofNanos(micros * 1000L));
        took[a] = (System.nanoTime() - before) / 1e3;
        found[a] = top(result);
        rates[a] = result.evaluations() / (took[a] / 1e3);
      }
      Arrays.sort(rates);
      Arrays.sort(took);
      report(
          micros + " µs",
          ratios(found, reference),
          String.format(
              Locale.ROOT,
              "  %7.0f evaluations/ms  took p50 %.0f p99 %.0f µs",
              rates[PROBLEMS / 2],
              took[PROBLEMS / 2],
              took[PROBLEMS * 99 / 100]));
    }
  }

  private static BundlingResult evaluated(
      GeneticStrategy strategy, BundlingProblem problem, long evaluations) {
    return strategy.compose(problem, SearchBudget.ofGenerations(evaluations / problem.size()));
  }

  private static double top(BundlingResult result) {
    return result.bundles().stream().mapToDouble(ComposedBundle::utility).max().orElse(0);
  }

  private static double[] ratios(double[] above, double[] below) {
    double[] ratios = new double[above.length];
    for (int a = 0; a < above.length; a++) {
      ratios[a] = above[a] / below[a];
    }
    Arrays.sort(ratios);
    return ratios;
  }

  private static void report(String name, double[] sorted, String more) {
    System.out.printf(
        Locale.ROOT,
        "%-36s median %.4f  p10 %.4f  lowest %.4f%s%n",
        name,
        sorted[sorted.length / 2],
        sorted[sorted.length / 10],
        sorted[0],
        more);
  }
}
