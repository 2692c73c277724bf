package io.pannier.console;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.vertx.core.Future;

/** Composes again what was composed before, apart from what serves. */
@FunctionalInterface
public interface Recomposer {
  /**
   * @param strategy {@code name@version} that composed; the installed version of that name is asked
   * @param generations that the search ran then
   * @return fails with STRATEGY_UNKNOWN where no version is installed
   */
  Future<Recomposed> compose(int shop, String strategy, BundlingProblem problem, long generations);

  /**
   * @param strategy {@code name@version} that composed now
   * @param model id of the model that it used; empty for none
   */
  record Recomposed(String strategy, String model, BundlingResult result) {}
}
