package io.pannier.app.bench;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StrategyConfig;
import java.io.IOException;
import java.util.Map;

/**
 * The best that a long search finds: at least {@link #EVALUATIONS} bundles, seeded by the problem
 * and ended by generations, so that it finds the same on every machine.
 */
public final class ReferenceSearch implements AutoCloseable {
  /** How many bundles it evaluates at the least. */
  public static final long EVALUATIONS = 200_000;

  private static final int LONGEST_EXTENSION = 20;

  private final BundlingPlugin plugin;

  private ReferenceSearch(BundlingPlugin plugin) {
    this.plugin = plugin;
  }

  /** The strategy {@code genetic} that never loses patience. */
  public static ReferenceSearch open() throws IOException {
    return new ReferenceSearch(
        BundlingPlugin.open(
            "genetic",
            new StrategyConfig(Map.of("patience", Integer.toString(Integer.MAX_VALUE)))));
  }

  /** Utility of the best bundle found; 0 where no bundle is feasible. */
  public double utility(BundlingProblem problem) {
    // One generation evaluates about every candidate once.
    long generations = Math.max(1, EVALUATIONS / Math.max(1, problem.size()));
    BundlingResult found = search(problem, generations);
    for (int i = 0; i < LONGEST_EXTENSION && needsMore(found); i++) {
      generations *= 2;
      found = search(problem, generations);
    }
    return Utilities.of(problem, found);
  }

  private BundlingResult search(BundlingProblem problem, long generations) {
    return plugin.compose(problem, () -> SearchBudget.ofGenerations(generations));
  }

  private static boolean needsMore(BundlingResult found) {
    return !found.bundles().isEmpty() && found.evaluations() < EVALUATIONS;
  }

  @Override
  public void close() throws IOException {
    plugin.close();
  }
}
