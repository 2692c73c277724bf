package io.pannier.laboratory.experiment;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How visitors are divided among arms of which each period tells more: an arm's share follows the
 * probability that it is the best one (Thompson, "On the likelihood that one unknown probability
 * exceeds another", Biometrika 1933; as randomised probability matching in Scott, "A modern
 * Bayesian look at the multi-armed bandit", 2010).
 *
 * <p>What an arm brought in a period t is r(t, a) = μ(t) + θ(a) + error, θ of the control being 0:
 * shares change from period to period and so does what visitors buy, so that arms are compared
 * within periods only (a stratified estimate; Villar, Bowden and Wason, Statistical Science 2015,
 * tell what pooling would do). The variance of one visitor is estimated over all arms and periods;
 * with it and the prior θ(a) ~ N(0, τ²), τ = {@value #PRIOR} of the mean amount, θ is normal.
 */
public final class AdaptiveShares {
  private static final double PRIOR = 0.5;
  private static final int DRAWS = 20_000;

  private final double[] effect;
  private final double[] error;
  private final double[] best;

  private AdaptiveShares(double[] effect, double[] error, double[] best) {
    this.effect = effect;
    this.error = error;
    this.best = best;
  }

  /**
   * @param periods of each the sums of each arm, the control first; the same arms in all
   * @param seed of the draws
   * @throws PannierException FIELD_INVALID where periods have different arms, or fewer than two
   */
  public static AdaptiveShares of(List<RatioSums[]> periods, long seed) {
    int arms = periods.isEmpty() ? 0 : periods.getFirst().length;
    if (arms < 2 || periods.stream().anyMatch(period -> period.length != arms)) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, "expected the same two or more arms in each period");
    }
    double variance = variance(periods);
    double mean = mean(periods);
    int others = arms - 1;
    double[][] precision = new double[others][others];
    double[] weighted = new double[others];
    for (int a = 0; a < others; a++) {
      precision[a][a] = mean == 0 ? 1 : 1 / (PRIOR * mean * PRIOR * mean);
    }
    if (variance > 0) {
      periods.forEach(period -> add(period, variance, precision, weighted));
    }
    double[][] root = cholesky(precision);
    double[] effect = new double[arms];
    System.arraycopy(solve(root, weighted), 0, effect, 1, others);
    double[] error = new double[arms];
    for (int a = 0; a < others; a++) {
      double[] unit = new double[others];
      unit[a] = 1;
      error[a + 1] = Math.sqrt(solve(root, unit)[a]);
    }
    return new AdaptiveShares(effect, error, best(effect, root, seed));
  }

  /** Adds what a period says of the arms once its own mean is left open. */
  private static void add(
      RatioSums[] period, double variance, double[][] precision, double[] weighted) {
    double all = 0;
    double sum = 0;
    for (RatioSums arm : period) {
      all += arm.visitors() / variance;
      sum += arm.visitors() / variance * arm.ratio();
    }
    if (all == 0) {
      return;
    }
    for (int a = 1; a < period.length; a++) {
      double weight = period[a].visitors() / variance;
      weighted[a - 1] += weight * (period[a].ratio() - sum / all);
      for (int b = 1; b < period.length; b++) {
        double other = period[b].visitors() / variance;
        precision[a - 1][b - 1] += (a == b ? weight : 0) - weight * other / all;
      }
    }
  }

  private static double variance(List<RatioSums[]> periods) {
    double sum = 0;
    double freedom = 0;
    for (RatioSums[] period : periods) {
      for (RatioSums arm : period) {
        if (arm.visitors() > 1) {
          sum += arm.variance() * (arm.visitors() - 1);
          freedom += arm.visitors() - 1;
        }
      }
    }
    return freedom == 0 ? 0 : sum / freedom;
  }

  private static double mean(List<RatioSums[]> periods) {
    double amount = 0;
    double sessions = 0;
    for (RatioSums[] period : periods) {
      for (RatioSums arm : period) {
        amount += arm.amount();
        sessions += arm.sessions();
      }
    }
    return sessions == 0 ? 0 : Math.abs(amount / sessions);
  }

  private static double[] best(double[] effect, double[][] root, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int others = root.length;
    int[] won = new int[others + 1];
    double[] normal = new double[others];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int a = 0; a < others; a++) {
        normal[a] = random.nextGaussian();
      }
      // With precision L Lᵀ, the solution of Lᵀ x = z has the covariance that is wanted.
      double[] deviation = solveTransposed(root, normal);
      int first = 0;
      double most = 0;
      for (int a = 0; a < others; a++) {
        double value = effect[a + 1] + deviation[a];
        if (value > most) {
          most = value;
          first = a + 1;
        }
      }
      won[first]++;
    }
    return Arrays.stream(won).mapToDouble(count -> (double) count / DRAWS).toArray();
  }

  /** How much more than the control an arm brings per session; 0 for the control itself. */
  public double effect(int arm) {
    return effect[arm];
  }

  /** The standard error of {@link #effect}. */
  public double error(int arm) {
    return error[arm];
  }

  /** The probability that no other arm brings more. */
  public double best(int arm) {
    return best[arm];
  }

  /**
   * The shares of the next period, in steps of a hundredth.
   *
   * @param whole what the arms share, 1 without a hold-out
   * @param least what each of them keeps, so that it can show that it has become better
   */
  public double[] shares(double whole, double least) {
    double[] shares = new double[best.length];
    double floor = Math.min(least, whole / best.length);
    double left = whole;
    for (int a = 1; a < best.length; a++) {
      double share = floor + (whole - best.length * floor) * best[a];
      shares[a] = Math.round(share * 100) / 100.0;
      left -= shares[a];
    }
    shares[0] = Math.round(left * 100) / 100.0;
    return shares;
  }

  /** The lower triangle L of a positive definite matrix L Lᵀ. */
  private static double[][] cholesky(double[][] matrix) {
    int n = matrix.length;
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
      }
    }
    return root;
  }

  private static double[] solve(double[][] root, double[] right) {
    int n = root.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = right[i];
      for (int k = 0; k < i; k++) {
        sum -= root[i][k] * x[k];
      }
      x[i] = sum / root[i][i];
    }
    return solveTransposed(root, x);
  }

  private static double[] solveTransposed(double[][] root, double[] right) {
    int n = root.length;
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = right[i];
      for (int k = i + 1; k < n; k++) {
        sum -= root[k][i] * x[k];
      }
      x[i] = sum / root[i][i];
    }
    return x;
  }
}
