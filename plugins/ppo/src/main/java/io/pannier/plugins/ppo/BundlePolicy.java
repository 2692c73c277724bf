package io.pannier.plugins.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A bundle, drawn one candidate at a time without replacement until the draw stops: Plackett (1975)
 * and Luce (1959) with scores that look at the set chosen so far.
 *
 * <p>Legend: S, T sets of candidates, a an option after T (a candidate that {@link Lookahead} lets
 * through, or to stop), x features of a candidate, φ terms of {@link Choice}, f a network, w
 * weights.
 *
 * <pre>{@code
 * l(a | T) = f(x(a)) + w · φ(a, T)      l(stop | T) = w · φ(stop, T)
 * p(a | T) = exp l(a | T) / Σ exp l(b | T) over the options b after T
 * α(∅) = 1     α(T) = Σ_{a in T} α(T − a) p(a | T − a)            the draw comes through T
 * β(S) = p(stop | S)     β(T) = Σ_{a in S − T} p(a | T) β(T + a)   from T it ends at S
 * π(S) = β(∅) = α(S) p(stop | S)                                  the propensity of S
 * ∇ ln π(S) = Σ_T Σ_a α(T) p(a | T) β(T + a) / π(S) · ∇ ln p(a | T)
 * }</pre>
 *
 * <p>The probability is that of the set: a bundle shows no order. The last line holds because the
 * orders of S are hidden alternatives, each with the weight that it has among them. The entropy is
 * that of the choices, in the mean over the orders of S, without the gradient of those weights.
 *
 * <p>An action holds the candidates of S, ascending. One instance for one thread.
 */
final class BundlePolicy implements Policy<ProblemView> {
  /** Most items of a bundle whose propensity is computed: it goes through all its subsets. */
  static final int MOST_EXPLORED = 8;

  private static final int HIDDEN = 16;

  /** How steeply the draw follows the utility at the start: proportional to this power of it. */
  private static final double START_SHARPNESS = 16;

  private final Mlp appeal;
  private final Weights weights;
  private double[] worth = {};
  private double[] features = {};
  private int[] set = {};
  private Choice[] choices = {};
  private Softmax[] odds = {};
  private double[] reach = {};
  private double[] onward = {};

  private BundlePolicy(Mlp appeal, Weights weights) {
    this.appeal = appeal;
    this.weights = weights;
  }

  /** The policy to start from: a candidate's chance grows with the utility that it leads to. */
  static BundlePolicy start(RandomGenerator random) {
    double[] initial = new double[Choice.TERMS];
    initial[Choice.UTILITY] = START_SHARPNESS;
    return new BundlePolicy(
        new Mlp(ProblemView.FEATURES, HIDDEN, 1, 0, random), new Weights(initial));
  }

  @Override
  public List<Trainable> parts() {
    return List.of(appeal, weights);
  }

  @Override
  public int[] sample(ProblemView observation, RandomGenerator random) {
    look(observation);
    SetSums chosen = new SetSums(observation);
    while (true) {
      Choice choice = Choice.after(observation, chosen);
      int option = choice.options()[odds(choice).sample(random)];
      if (option == Choice.STOP) {
        return sorted(chosen);
      }
      chosen.add(option);
    }
  }

  /**
   * The bundle that grows from a first candidate by always taking the most probable option.
   *
   * @param first a candidate that leads on, or {@link Choice#STOP} for the most probable one
   */
  int[] mode(ProblemView observation, int first) {
    look(observation);
    SetSums chosen = new SetSums(observation);
    int option = first == Choice.STOP ? mostProbable(observation, chosen, 0) : first;
    while (option != Choice.STOP) {
      chosen.add(option);
      option = mostProbable(observation, chosen, 0);
    }
    return sorted(chosen);
  }

  /** The candidate that is the {@code rank}-th most probable to be drawn first; −1 for none. */
  int first(ProblemView observation, int rank) {
    look(observation);
    return mostProbable(observation, new SetSums(observation), rank);
  }

  /** The exact probability that a set is drawn, in any order; 0 for what is never drawn. */
  double probability(ProblemView observation, int[] candidates) {
    look(observation);
    ways(observation, candidates);
    return onward[0];
  }

  /** The probabilities of the options of a choice. */
  double[] odds(ProblemView observation, Choice choice) {
    look(observation);
    Softmax softmax = odds(choice);
    double[] odds = new double[choice.options().length];
    Arrays.setAll(odds, softmax::probability);
    return odds;
  }

  @Override
  public Evaluation evaluate(ProblemView observation, int[] action) {
    look(observation);
    ways(observation, action);
    double entropy = 0;
    for (int mask = 0; mask < reach.length; mask++) {
      entropy += reach[mask] * onward[mask] / onward[0] * odds[mask].entropy();
    }
    return new Evaluation(StrictMath.log(onward[0]), entropy);
  }

  @Override
  public void backward(double logProbability, double entropy) {
    double[] worthSlope = new double[worth.length];
    for (int mask = 0; mask < reach.length; mask++) {
      Choice choice = choices[mask];
      double[] slope = new double[choice.options().length];
      double through = reach[mask] / onward[0];
      if (mask == reach.length - 1) {
        odds[mask].addGradient(
            choice.indexOf(Choice.STOP), through * onward[mask] * logProbability, 0, slope);
      }
      for (int a = 0; a < set.length; a++) {
        int k = (mask >> a & 1) == 0 ? choice.indexOf(set[a]) : -1;
        if (k >= 0) {
          double flow = through * odds[mask].probability(k) * onward[mask | 1 << a];
          odds[mask].addGradient(k, flow * logProbability, 0, slope);
        }
      }
      odds[mask].addEntropyGradient(through * onward[mask] * entropy, slope);
      for (int k = 0; k < slope.length; k++) {
        weights.addGradient(slope[k], choice.terms(), k * Choice.TERMS);
        if (choice.options()[k] != Choice.STOP) {
          worthSlope[choice.options()[k]] += slope[k];
        }
      }
    }
    double[] one = new double[1];
    for (int i = 0; i < worthSlope.length; i++) {
      if (worthSlope[i] != 0) {
        one[0] = worthSlope[i];
        appeal.forward(features, i * ProblemView.FEATURES);
        appeal.backward(one);
      }
    }
  }

  private void look(ProblemView observation) {
    features = observation.features;
    int n = observation.problem.size();
    if (worth.length != n) {
      worth = new double[n];
    }
    for (int i = 0; i < n; i++) {
      worth[i] = appeal.forward(observation.features, i * ProblemView.FEATURES)[0];
    }
  }

  /** Fills α and β of all subsets of a set. */
  private void ways(ProblemView observation, int[] candidates) {
    if (candidates.length > MOST_EXPLORED) {
      throw new IllegalArgumentException(
          candidates.length + " candidates; a propensity is computed for " + MOST_EXPLORED);
    }
    set = candidates;
    choices = observation.choices(candidates);
    int all = choices.length;
    odds = new Softmax[all];
    reach = new double[all];
    onward = new double[all];
    reach[0] = 1;
    for (int mask = 0; mask < all; mask++) {
      odds[mask] = odds(choices[mask]);
      for (int a = 0; a < set.length; a++) {
        if ((mask >> a & 1) == 0) {
          reach[mask | 1 << a] += reach[mask] * probability(mask, set[a]);
        }
      }
    }
    for (int mask = all - 1; mask >= 0; mask--) {
      onward[mask] = mask == all - 1 ? probability(mask, Choice.STOP) : 0;
      for (int a = 0; a < set.length; a++) {
        if ((mask >> a & 1) == 0) {
          onward[mask] += probability(mask, set[a]) * onward[mask | 1 << a];
        }
      }
    }
  }

  private double probability(int mask, int option) {
    int k = choices[mask].indexOf(option);
    return k < 0 ? 0 : odds[mask].probability(k);
  }

  private Softmax odds(Choice choice) {
    int count = choice.options().length;
    double[] logits = new double[count];
    for (int k = 0; k < count; k++) {
      logits[k] = logit(choice.options()[k], choice.terms(), k * Choice.TERMS);
    }
    Softmax softmax = new Softmax(count);
    softmax.set(logits, new boolean[count]);
    return softmax;
  }

  private double logit(int option, double[] terms, int at) {
    double linear = weights.sum(terms, at);
    return option == Choice.STOP ? linear : linear + worth[option];
  }

  /** Looks ahead for one option after the other, the most probable first, as few as it can. */
  private int mostProbable(ProblemView observation, SetSums chosen, int rank) {
    int n = observation.problem.size();
    double[] terms = new double[Choice.TERMS];
    double[] logits = new double[n];
    boolean full = chosen.size >= observation.problem.constraints().maxItems();
    for (int i = 0; i < n; i++) {
      logits[i] = Double.NEGATIVE_INFINITY;
      if (!full && observation.lookahead().fits(chosen, i)) {
        Arrays.fill(terms, 0);
        Choice.fill(observation, chosen, i, terms, 0);
        logits[i] = logit(i, terms, 0);
      }
    }
    double stop = Double.NEGATIVE_INFINITY;
    if (observation.lookahead().feasible(chosen)) {
      Arrays.fill(terms, 0);
      Choice.fill(observation, chosen, Choice.STOP, terms, 0);
      stop = logit(Choice.STOP, terms, 0);
    }
    int found = 0;
    while (true) {
      int best = Choice.STOP;
      double highest = stop;
      for (int i = 0; i < n; i++) {
        if (logits[i] > highest) {
          highest = logits[i];
          best = i;
        }
      }
      if (best == Choice.STOP) {
        return Choice.STOP;
      }
      if (observation.lookahead().leads(chosen, best) && found++ == rank) {
        return best;
      }
      logits[best] = Double.NEGATIVE_INFINITY;
    }
  }

  private static int[] sorted(SetSums chosen) {
    int[] members = Arrays.copyOf(chosen.members, chosen.size);
    Arrays.sort(members);
    return members;
  }
}
