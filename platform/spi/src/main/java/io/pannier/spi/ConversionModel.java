package io.pannier.spi;

/**
 * The conversion model behind the objectives, log-linear in what a shopper sees:
 *
 * <pre>{@code
 * ln p = ln baseRate
 *      + mean over items of ln relevance(i)
 *      + liftWeight × (mean over pairs of lift(i, j) + mean over items of cartLift(i))
 *      − elasticity × ln(1 − discount / listPrice)
 *      − unitPenalty × (units − 1)
 * p = min(1, exp(ln p))
 * }</pre>
 *
 * The mean over pairs is 0 for a single item. Constant price elasticity: lowering the price by the
 * share d multiplies demand by (1 − d)^−elasticity.
 *
 * @param baseRate how often the best single candidate at list price is taken, in (0, 1]
 * @param liftWeight weight of complementarity, ≥ 0
 * @param elasticity price elasticity of demand as a positive number, ≥ 0
 * @param unitPenalty log-probability that each further unit costs, ≥ 0
 */
public record ConversionModel(
    double baseRate, double liftWeight, double elasticity, double unitPenalty) {
  /** Values for a shop that has measured none: see {@code plugins/genetic/README.md}. */
  public static final ConversionModel DEFAULT = new ConversionModel(0.08, 0.35, 1.8, 0.12);

  public ConversionModel {
    if (!(baseRate > 0 && baseRate <= 1)
        || !(liftWeight >= 0)
        || !(elasticity >= 0)
        || !(unitPenalty >= 0)) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID,
          "conversion model: base-rate must be in (0, 1], the other parameters ≥ 0");
    }
  }
}
