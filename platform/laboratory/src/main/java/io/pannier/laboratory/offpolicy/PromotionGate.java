package io.pannier.laboratory.offpolicy;

import io.pannier.laboratory.offpolicy.Verdict.Reason;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gate between a learning strategy and the shoppers: a candidate passes only when the lower
 * bound of what it would earn more than the incumbent, on the same logged decisions, is above the
 * margin.
 *
 * <p>The bound is that of the difference, decision by decision. Comparing the candidate's lower
 * bound with the incumbent's estimate would take the incumbent's noise for truth; comparing two
 * separate intervals would ignore that both estimates share every reward, and refuse far too much.
 */
public final class PromotionGate {
  /** Standard errors above 1 from which a mean weight is no chance any more. */
  private static final double WRONG_PROPENSITIES = 5;

  private final GateConfig config;

  public PromotionGate(GateConfig config) {
    this.config = config;
  }

  /**
   * Judges a candidate.
   *
   * @param candidate the log with the candidate's probabilities
   * @param incumbent the same decisions in the same order with the incumbent's probabilities (equal
   *     to the propensity where the incumbent wrote the log)
   * @throws io.pannier.spi.PannierException {@code FIELD_INVALID} if the two are not the same
   *     decisions, for the causes at {@link Estimate#of}
   */
  public Verdict judge(List<LoggedDecision> candidate, List<LoggedDecision> incumbent) {
    requireSameLog(candidate, incumbent);
    // A two-sided interval whose lower end is the one-sided bound at the gate's confidence.
    EstimateOptions options =
        new EstimateOptions(
            config.method(), 1 - 2 * (1 - config.confidence()), Double.POSITIVE_INFINITY);
    Estimate ours = Estimate.of(candidate, config.estimator(), options);
    Estimate theirs = Estimate.of(incumbent, config.estimator(), options);
    double[] differences = config.estimator().contributions(candidate, Double.POSITIVE_INFINITY);
    double[] subtracted = config.estimator().contributions(incumbent, Double.POSITIVE_INFINITY);
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= subtracted[i];
    }
    Moments moments = Moments.of(differences);
    double bound = config.method().lower(moments, config.confidence());
    int outcomes = outcomes(candidate);
    Reason reason = reason(outcomes, ours, theirs, bound);
    return new Verdict(
        reason == Reason.BETTER,
        reason,
        words(reason, outcomes, ours, theirs, moments.mean(), bound),
        ours,
        theirs,
        moments.mean(),
        moments.standardError(),
        bound,
        outcomes,
        config);
  }

  private Reason reason(int outcomes, Estimate ours, Estimate theirs, double bound) {
    if (ours.overlap().decisions() < config.minDecisions()) {
      return Reason.TOO_FEW_DECISIONS;
    }
    if (outcomes == 0) {
      return Reason.SINGLE_OUTCOME;
    }
    if (propensitiesWrong(ours.overlap()) || propensitiesWrong(theirs.overlap())) {
      return Reason.PROPENSITIES_WRONG;
    }
    if (outsideSupport(ours, theirs) > config.maxOutsideSupport()) {
      return Reason.OUTSIDE_SUPPORT;
    }
    if (effectiveSample(ours, theirs) < config.minEffectiveSample()) {
      return Reason.TOO_LITTLE_OVERLAP;
    }
    if (outcomes < config.minOutcomes()) {
      return Reason.TOO_FEW_OUTCOMES;
    }
    return bound > config.margin() ? Reason.BETTER : Reason.NOT_SHOWN_BETTER;
  }

  private static int outcomes(List<LoggedDecision> log) {
    Map<Double, Integer> counts = new HashMap<>();
    for (LoggedDecision decision : log) {
      counts.merge(decision.reward(), 1, Integer::sum);
    }
    return log.size() - Collections.max(counts.values());
  }

  private static boolean propensitiesWrong(Overlap overlap) {
    return overlap.meanWeight() - 1 > WRONG_PROPENSITIES * overlap.meanWeightError() + 1e-9;
  }

  private static double outsideSupport(Estimate ours, Estimate theirs) {
    return Math.max(ours.overlap().outsideSupport(), theirs.overlap().outsideSupport());
  }

  private static double effectiveSample(Estimate ours, Estimate theirs) {
    return Math.min(ours.overlap().effectiveSample(), theirs.overlap().effectiveSample());
  }

  private String words(
      Reason reason,
      int outcomes,
      Estimate ours,
      Estimate theirs,
      double difference,
      double bound) {
    int n = ours.overlap().decisions();
    String shown =
        String.format(
            Locale.ROOT,
            "candidate %.5g against incumbent %.5g: difference %.3g, lower bound %.3g at %.4g %%",
            ours.value(),
            theirs.value(),
            difference,
            bound,
            100 * config.confidence());
    return switch (reason) {
      case BETTER ->
          shown + String.format(Locale.ROOT, ", above the margin of %.3g", config.margin());
      case NOT_SHOWN_BETTER ->
          shown + String.format(Locale.ROOT, ", not above the margin of %.3g", config.margin());
      case TOO_FEW_DECISIONS ->
          String.format(
              Locale.ROOT, "%d decisions; the gate asks for %d", n, config.minDecisions());
      case TOO_FEW_OUTCOMES ->
          String.format(
              Locale.ROOT,
              "%d of %d decisions earned anything but the most common reward; the gate asks for %d",
              outcomes,
              n,
              config.minOutcomes());
      case SINGLE_OUTCOME ->
          String.format(
              Locale.ROOT,
              "all %d decisions earned the same; wait until the log holds both outcomes",
              n);
      case PROPENSITIES_WRONG ->
          String.format(
              Locale.ROOT,
              "mean weight %.3g of the candidate and %.3g of the incumbent; both must be about 1,"
                  + " so the logged propensities are not those of the policy that chose",
              ours.overlap().meanWeight(),
              theirs.overlap().meanWeight());
      case OUTSIDE_SUPPORT ->
          String.format(
              Locale.ROOT,
              "%.1f %% of the choices are outside what the log shows; the gate allows %.1f %%."
                  + " Explore more, or start the candidate closer to the incumbent",
              100 * outsideSupport(ours, theirs),
              100 * config.maxOutsideSupport());
      case TOO_LITTLE_OVERLAP ->
          String.format(
              Locale.ROOT,
              "%d decisions are worth %.0f of the policy's own; the gate asks for %.0f. Collect"
                  + " more, or explore more",
              n,
              effectiveSample(ours, theirs),
              config.minEffectiveSample());
    };
  }

  private static void requireSameLog(List<LoggedDecision> one, List<LoggedDecision> other) {
    Estimate.requireDecisions(one);
    if (one.size() != other.size()) {
      throw LoggedDecision.invalid(
          one.size() + " decisions of the candidate and " + other.size() + " of the incumbent");
    }
    for (int i = 0; i < one.size(); i++) {
      LoggedDecision a = one.get(i);
      LoggedDecision b = other.get(i);
      if (a.reward() != b.reward() || a.propensity() != b.propensity()) {
        throw LoggedDecision.invalid(
            "decision " + i + " differs in reward or propensity between candidate and incumbent");
      }
    }
  }
}
