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
 */
public record ComposedBundle(
    int[] candidates,
    int[] quantities,
    long discount,
    double[] objectives,
    double utility,
    double propensity) {}
