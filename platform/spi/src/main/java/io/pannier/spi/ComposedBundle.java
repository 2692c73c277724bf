package io.pannier.spi;

/**
 * A bundle over the candidates of a problem.
 *
 * @param candidates indexes into the problem's candidates, ascending, without repetition; not
 *     copied
 * @param quantities units of each, ≥ 1; not copied
 * @param discount off the list price, minor units, ≥ 0
 * @param objectives in the order of {@link Objective}; the platform computes them again with {@link
 *     BundleEvaluator}; not copied
 * @param utility weighted sum that ranked the bundle
 * @param propensity probability with which the strategy chose this bundle at this rank; 1 for a
 *     deterministic strategy
 * @param because for each candidate the ordinal of the item that carried it: of the question's cart
 *     or history, or of another candidate of the bundle; −1 where none did; empty where the
 *     strategy does not say, and what scored the candidates speaks; not copied
 */
public record ComposedBundle(
    int[] candidates,
    int[] quantities,
    long discount,
    double[] objectives,
    double utility,
    double propensity,
    int[] because) {
  private static final int[] UNSAID = {};

  /** A bundle of a strategy that does not say what carried it. */
  public ComposedBundle(
      int[] candidates,
      int[] quantities,
      long discount,
      double[] objectives,
      double utility,
      double propensity) {
    this(candidates, quantities, discount, objectives, utility, propensity, UNSAID);
  }

  /** The same bundle with what carried its candidates. */
  public ComposedBundle withBecause(int[] items) {
    return new ComposedBundle(
        candidates, quantities, discount, objectives, utility, propensity, items);
  }

  /** The item that carried the candidate at a place; −1 for none, or where nobody says. */
  public int because(int place) {
    return because.length == 0 ? -1 : because[place];
  }
}
