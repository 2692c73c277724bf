package io.pannier.spi;

/** A bundling problem in; bundles out. */
public interface BundlingStrategy extends Strategy {
  /**
   * Composes the best bundles by the problem's weights. Every bundle satisfies every constraint.
   * Equal problem, seed and number of generations give equal bundles, to the bit.
   *
   * @return at most {@code problem.limit()} bundles, best first; none where none is feasible. Best
   *     is what has the highest utility; a strategy that learns from outcomes may know better, and
   *     one that explores leaves it to chance, which the bundles' propensities state
   */
  BundlingResult compose(BundlingProblem problem, SearchBudget budget);

  /**
   * Probability with which {@link #compose} chooses these candidates for its first bundle, over all
   * of its chance: what an off-policy estimate asks of a policy that did not decide. It answers for
   * any set, also for one that it would never choose.
   *
   * @param candidates indexes into the problem's candidates, ascending, without repetition
   * @return 0 to 1
   * @throws PannierException {@code CAPABILITY_UNSUPPORTED} unless the strategy can tell
   */
  default double propensity(BundlingProblem problem, int[] candidates) {
    throw new PannierException(
        StandardErrorCode.CAPABILITY_UNSUPPORTED,
        getClass().getSimpleName() + " cannot tell how likely a bundle is");
  }

  /**
   * The feasible bundles that no other dominates in the five objectives, for the dial and for
   * {@code optimize}.
   *
   * @throws PannierException {@code CAPABILITY_UNSUPPORTED} unless {@link Capability#PARETO_FRONT}
   *     is declared
   */
  default BundlingResult front(BundlingProblem problem, SearchBudget budget) {
    throw new PannierException(
        StandardErrorCode.CAPABILITY_UNSUPPORTED,
        getClass().getSimpleName() + " composes single bundles and has no Pareto front");
  }
}
