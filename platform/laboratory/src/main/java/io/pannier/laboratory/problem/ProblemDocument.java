package io.pannier.laboratory.problem;

import io.pannier.spi.BundlingProblem;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/**
 * A bundling problem with the names that a reader of its answer needs.
 *
 * @param skus of the candidates, in their order
 * @param titles of the candidates, in their order
 */
public record ProblemDocument(
    BundlingProblem problem, Currency currency, List<String> skus, List<String> titles) {
  public ProblemDocument {
    skus = List.copyOf(skus);
    titles = List.copyOf(titles);
  }

  /** Decimals of money in this problem, 0 to 3. */
  public int decimals() {
    return Math.max(0, currency.getDefaultFractionDigits());
  }

  /** Minor units as an amount. */
  public BigDecimal amount(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, decimals());
  }
}
