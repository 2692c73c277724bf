package io.pannier.console;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.vertx.core.Future;
import java.util.List;

/** Composes what nobody is waiting for, apart from what serves. */
public interface Workbench {
  /**
   * The best bundles of each problem, in order.
   *
   * @param strategy name of a bundling strategy
   * @param generations that each search may run
   * @return fails with STRATEGY_UNKNOWN where no version is installed
   */
  Future<List<BundlingResult>> compose(
      int shop, String strategy, List<BundlingProblem> problems, long generations);

  /**
   * The bundles that no other dominates.
   *
   * @param preferred name of the bundling strategy to ask; where it knows no fronts, one that does
   * @return fails with CAPABILITY_UNSUPPORTED where no strategy knows fronts
   */
  Future<Front> front(int shop, String preferred, BundlingProblem problem);

  /**
   * @param strategy {@code name@version} that was asked
   */
  record Front(String strategy, BundlingResult result) {}
}
