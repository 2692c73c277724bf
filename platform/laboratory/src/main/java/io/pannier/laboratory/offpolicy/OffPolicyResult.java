package io.pannier.laboratory.offpolicy;

import java.util.List;
import java.util.Locale;

/**
 * The click rate of one policy as the other's log tells it, beside the rate that it had.
 *
 * @param evaluated the policy whose rate is estimated
 * @param logger the policy that wrote the log
 * @param loggedRate the share of clicks in the evaluated policy's own log
 * @param loggedLower end of the Wilson interval of that share
 * @param loggedUpper end of the Wilson interval of that share
 * @param estimates one of each {@link Estimator}, in their order
 */
public record OffPolicyResult(
    String evaluated,
    String logger,
    double loggedRate,
    double loggedLower,
    double loggedUpper,
    List<Estimate> estimates) {
  public OffPolicyResult {
    estimates = List.copyOf(estimates);
  }

  /** A few lines for a terminal; rates in per cent. */
  public String toTable() {
    Overlap overlap = estimates.getFirst().overlap();
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s, from %d decisions of %s worth %.0f (largest weight %.1f, mean %.3f)%n",
            evaluated,
            overlap.decisions(),
            logger,
            overlap.effectiveSample(),
            overlap.largestWeight(),
            overlap.meanWeight()));
    table.append(
        String.format(
            Locale.ROOT,
            "  %-7s %7.4f   [%7.4f, %7.4f]%n",
            "logged",
            100 * loggedRate,
            100 * loggedLower,
            100 * loggedUpper));
    for (Estimate estimate : estimates) {
      table.append(
          String.format(
              Locale.ROOT,
              "  %-7s %7.4f   [%7.4f, %7.4f]   s.e. %.4f%n",
              estimate.estimator(),
              100 * estimate.value(),
              100 * estimate.lower(),
              100 * estimate.upper(),
              100 * estimate.standardError()));
    }
    return table.toString();
  }
}
