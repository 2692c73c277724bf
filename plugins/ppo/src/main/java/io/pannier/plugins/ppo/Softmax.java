package io.pannier.plugins.ppo;

import java.util.random.RandomGenerator;

/**
 * The categorical distribution with probabilities proportional to exp(logit) over the options that
 * are left. Holds the probabilities of the last logits: one instance for one thread.
 *
 * <pre>{@code
 * p(i) = exp(l(i)) / Σ exp(l(j))    H = −Σ p ln p
 * ∂ ln p(a) / ∂l(i) = [i = a] − p(i)    ∂H / ∂l(i) = −p(i) (ln p(i) + H)
 * }</pre>
 */
final class Softmax {
  private final double[] probabilities;
  private final double[] logs;
  private double entropy;

  Softmax(int options) {
    probabilities = new double[options];
    logs = new double[options];
  }

  /**
   * Sets the logits.
   *
   * @param gone options that cannot be chosen; at least one is left
   */
  void set(double[] logits, boolean[] gone) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < probabilities.length; i++) {
      highest = gone[i] ? highest : Math.max(highest, logits[i]);
    }
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = gone[i] ? 0 : StrictMath.exp(logits[i] - highest);
      sum += probabilities[i];
    }
    double logSum = highest + StrictMath.log(sum);
    entropy = 0;
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] /= sum;
      logs[i] = gone[i] ? Double.NEGATIVE_INFINITY : logits[i] - logSum;
      entropy -= gone[i] ? 0 : probabilities[i] * logs[i];
    }
  }

  int sample(RandomGenerator random) {
    double u = random.nextDouble();
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        u -= probabilities[i];
        if (u < 0) {
          return i;
        }
      }
    }
    return last;
  }

  double logProbability(int option) {
    return logs[option];
  }

  double probability(int option) {
    return probabilities[option];
  }

  double entropy() {
    return entropy;
  }

  /** Adds the gradient of {@code logWeight × ln p(option) + entropyWeight × H} to {@code out}. */
  void addGradient(int option, double logWeight, double entropyWeight, double[] out) {
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      if (p > 0) {
        out[i] -= p * (logWeight + entropyWeight * (logs[i] + entropy));
      }
    }
    out[option] += logWeight;
  }

  /** Adds the gradient of {@code weight × H} to {@code out}. */
  void addEntropyGradient(double weight, double[] out) {
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      out[i] -= p > 0 ? p * weight * (logs[i] + entropy) : 0;
    }
  }
}
