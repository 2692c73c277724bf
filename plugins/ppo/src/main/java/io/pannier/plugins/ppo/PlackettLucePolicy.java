package io.pannier.plugins.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some of n candidates in order, drawn without replacement: Plackett (1975) and Luce (1959). One
 * network scores each candidate from its own features, so that n may differ from call to call.
 *
 * <pre>{@code
 * ln π(a₁ … a_k) = Σ_t [ l(a_t) − ln Σ_{j not in a₁ … a_{t−1}} exp(l(j)) ]
 * }</pre>
 *
 * <p>This is the exact probability of the order, and so the propensity. That of the set would be
 * the sum over all its orders. The entropy that is reported is the sum of the entropies of the k
 * choices along this order; its mean over orders is the entropy of the whole (chain rule), and its
 * gradient leaves out that the order itself depends on the parameters.
 *
 * <p>An observation is row-major (n, features) with n ≥ k; an action holds k different candidates.
 */
final class PlackettLucePolicy implements Policy<double[]> {
  /** With twelve, a set has 4,096 subsets to go through. */
  static final int MOST_PICKS_OF_A_SET = 12;

  private final Mlp scorer;
  private final int picks;
  private double[] observation = {};
  private int[] evaluated = {};
  private double[] scores = {};
  private boolean[] gone = {};
  private Softmax softmax = new Softmax(0);

  /**
   * @param scorer from the features of one candidate to its logit
   * @param picks k ≥ 1
   */
  PlackettLucePolicy(Mlp scorer, int picks) {
    this.scorer = scorer;
    this.picks = picks;
  }

  Mlp network() {
    return scorer;
  }

  @Override
  public List<Trainable> parts() {
    return List.of(scorer);
  }

  @Override
  public int[] sample(double[] observation, RandomGenerator random) {
    score(observation);
    int[] order = new int[picks];
    for (int t = 0; t < picks; t++) {
      softmax.set(scores, gone);
      order[t] = softmax.sample(random);
      gone[order[t]] = true;
    }
    return order;
  }

  /**
   * The exact probability that the choice is this set, in any order: the sum over its k! orders, by
   * recursion over its 2^k subsets.
   *
   * <pre>{@code P(∅) = 1    P(S) = Σ_{a in S} P(S − a) exp(l(a)) / Σ_{j not in S − a} exp(l(j))}
   * </pre>
   *
   * @param set different candidates, at most {@link #MOST_PICKS_OF_A_SET}
   */
  double setProbability(double[] observation, int[] set) {
    if (set.length > MOST_PICKS_OF_A_SET) {
      throw new IllegalArgumentException(
          set.length + " candidates; a set's probability is computed for " + MOST_PICKS_OF_A_SET);
    }
    score(observation);
    double[] reached = new double[1 << set.length];
    reached[0] = 1;
    for (int subset = 0; subset < reached.length - 1; subset++) {
      Arrays.fill(gone, false);
      for (int a = 0; a < set.length; a++) {
        gone[set[a]] = (subset >> a & 1) != 0;
      }
      softmax.set(scores, gone);
      for (int a = 0; a < set.length; a++) {
        if ((subset >> a & 1) == 0) {
          reached[subset | 1 << a] +=
              reached[subset] * StrictMath.exp(softmax.logProbability(set[a]));
        }
      }
    }
    return reached[reached.length - 1];
  }

  @Override
  public Evaluation evaluate(double[] observation, int[] action) {
    score(observation);
    evaluated = action;
    double logProbability = 0;
    double entropy = 0;
    for (int pick : action) {
      softmax.set(scores, gone);
      logProbability += softmax.logProbability(pick);
      entropy += softmax.entropy();
      gone[pick] = true;
    }
    return new Evaluation(logProbability, entropy);
  }

  @Override
  public void backward(double logProbability, double entropy) {
    double[] scoreGradient = new double[scores.length];
    Arrays.fill(gone, false);
    for (int pick : evaluated) {
      softmax.set(scores, gone);
      softmax.addGradient(pick, logProbability, entropy, scoreGradient);
      gone[pick] = true;
    }
    double[] one = new double[1];
    for (int i = 0; i < scores.length; i++) {
      one[0] = scoreGradient[i];
      scorer.forward(observation, i * scorer.inputs());
      scorer.backward(one);
    }
  }

  private void score(double[] features) {
    observation = features;
    int n = features.length / scorer.inputs();
    if (scores.length != n) {
      scores = new double[n];
      gone = new boolean[n];
      softmax = new Softmax(n);
    }
    Arrays.fill(gone, false);
    for (int i = 0; i < n; i++) {
      scores[i] = scorer.forward(features, i * scorer.inputs())[0];
    }
  }
}
