package io.pannier.gateway;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import java.util.List;

/** Tells what a shop's strategies are doing. */
@FunctionalInterface
public interface StrategyReport {
  /** Every strategy that is installed or that a placement names, by name. */
  Future<List<StrategyState>> of(Shop shop);

  /**
   * One strategy.
   *
   * @param version that is installed; empty where none is
   * @param capabilities what it declares, in lower case
   * @param model id of the model that serves; empty for none
   * @param live placements whose offers it takes part in
   * @param shadow placements that have it in shadow
   * @param agreement with what was shown where it is in shadow, in the last seven days
   */
  record StrategyState(
      String name,
      String version,
      String description,
      List<String> capabilities,
      String model,
      List<String> live,
      List<String> shadow,
      List<AgreementState> agreement) {
    /** One that is neither installed here nor named by a placement. */
    public static StrategyState notInstalled(String name) {
      return new StrategyState(
          name, "", "not installed", List.of(), "", List.of(), List.of(), List.of());
    }
  }

  /**
   * How often it would have chosen what was shown.
   *
   * @param strategy {@code name@version} and the model that was asked
   * @param incumbent the same of what was shown
   * @param agreed of the decisions that were compared, with the same first choice
   * @param lower end of the 95 % interval of the share that agreed
   * @param upper end of that interval
   * @param overlap mean share of what both chose, 0 to 1
   */
  record AgreementState(
      String placement,
      String strategy,
      String incumbent,
      long compared,
      long agreed,
      double lower,
      double upper,
      double overlap) {}
}
