package io.pannier.app.problem;

import io.pannier.spi.BundlingProblem;
import java.math.BigDecimal;
import java.util.List;

/**
 * A problem with the names that its file used.
 *
 * @param skus of each candidate
 * @param currency ISO 4217
 * @param decimals of the currency
 */
public record StatedProblem(
    BundlingProblem problem, List<String> skus, String currency, int decimals) {
  public StatedProblem {
    skus = List.copyOf(skus);
  }

  /** Minor units as an amount. */
  public BigDecimal amount(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, decimals);
  }
}
