package io.pannier.laboratory.experiment;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether as many visitors came into each arm as its share promises: where they did not, something
 * loses visitors of one arm, and no other figure of the experiment can be believed (Fabijan et al.,
 * "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019). Pearson's
 * chi-squared test.
 *
 * @param pValue of shares as promised; 1 where nothing can be told yet
 */
public record SampleRatio(double chiSquare, double pValue) {
  /** Small, since one looks often. */
  static final double SUSPICIOUS = 0.0005;

  /** An expected count below which the test is not exact enough. */
  private static final double LEAST_EXPECTED = 5;

  /**
   * @param visitors of each arm
   * @param shares of each arm, 1 together
   * @throws PannierException FIELD_INVALID where the two do not belong together
   */
  public static SampleRatio of(long[] visitors, double[] shares) {
    if (visitors.length != shares.length) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID,
          visitors.length + " counts of visitors for " + shares.length + " shares");
    }
    double all = 0;
    int arms = 0;
    for (int i = 0; i < shares.length; i++) {
      all += visitors[i];
      arms += shares[i] > 0 ? 1 : 0;
    }
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      double expected = all * shares[i];
      if (shares[i] > 0 && expected < LEAST_EXPECTED) {
        return new SampleRatio(0, 1);
      }
      if (shares[i] > 0) {
        sum += (visitors[i] - expected) * (visitors[i] - expected) / expected;
      }
    }
    double p = arms < 2 ? 1 : ChiSquaredDistribution.of(arms - 1.0).survivalProbability(sum);
    return new SampleRatio(sum, p);
  }

  /** False where the shares are not what was promised. */
  public boolean ok() {
    return pValue >= SUSPICIOUS;
  }
}
