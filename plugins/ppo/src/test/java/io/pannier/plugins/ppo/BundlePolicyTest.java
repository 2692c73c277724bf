package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.pannier.spi.BundleSettlement;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.SearchBudget;
import io.pannier.spitestkit.ProblemGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The gradient of a set's probability, and what the policy is before it has learned anything. */
class BundlePolicyTest {
  private static final double STEP = 1e-5;

  @Test
  void theGradientIsThatOfTheSetsProbability() {
    int checked = 0;
    for (long seed = 0; seed < 200 && checked < 5; seed++) {
      BundlingProblem problem = HardProblems.random(seed, 6, 1);
      ProblemView view = new ProblemView(problem);
      BundlePolicy policy = PropensityTest.restless(seed);
      if (!view.lookahead().anything()) {
        continue;
      }
      int[] set = policy.sample(view, new SplittableRandom(seed));
      if (set.length < 3 || policy.probability(view, set) > 0.9) {
        continue;
      }
      checked++;
      policy.parts().forEach(Trainable::clearGradient);
      policy.evaluate(view, set);
      policy.backward(0.7, 0);
      for (Trainable part : policy.parts()) {
        assertGradient(part, policy, view, set);
      }
    }
    assertThat(checked).isEqualTo(5);
  }

  private static void assertGradient(
      Trainable part, BundlePolicy policy, ProblemView view, int[] set) {
    double[] parameters = part.parameters();
    double largest = 0;
    for (int i = 0; i < parameters.length; i++) {
      double kept = parameters[i];
      parameters[i] = kept + STEP;
      double above = policy.evaluate(view, set).logProbability();
      parameters[i] = kept - STEP;
      double below = policy.evaluate(view, set).logProbability();
      parameters[i] = kept;
      double numeric = 0.7 * (above - below) / (2 * STEP);
      largest = Math.max(largest, Math.abs(numeric));
      assertThat(part.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(numeric, offset(1e-7 * (1 + Math.abs(numeric))));
    }
    assertThat(largest).as("a gradient of zero proves nothing").isGreaterThan(1e-3);
  }

  /** By the chain rule the mean over all sets is the entropy of all choices on the way. */
  @Test
  void theEntropyOfAProblemWithOneItemBundlesIsThatOfTheDraw() {
    BundlingProblem problem =
        new ProblemGenerator(5)
            .problem(
                9,
                new io.pannier.spi.BundleConstraints(
                    1, 1, 1, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    ProblemView view = new ProblemView(problem);
    BundlePolicy policy = PropensityTest.restless(3);
    double entropy = 0;
    for (int i = 0; i < 9; i++) {
      double p = policy.probability(view, new int[] {i});
      entropy -= p * Math.log(p);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(policy.evaluate(view, new int[] {i}).entropy()).isCloseTo(entropy, offset(1e-12));
    }
  }

  /**
   * Draws are worth most of what the mode is, and the mode most of the best bundle that brute force
   * finds: before any lesson, a shop is answered sensibly.
   */
  @Test
  void theStartIsSensible() {
    BundlePolicy policy = BundlePolicy.start(new SplittableRandom(1));
    List<Double> modes = new ArrayList<>();
    List<Double> draws = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      BundlingProblem problem = HardProblems.random(seed, 7, 1);
      ProblemView view = new ProblemView(problem);
      BundleSettlement settlement = new BundleSettlement(view.problem, view.evaluator);
      double best =
          HardProblems.feasibleSets(problem).stream()
              .mapToDouble(set -> settlement.settle(set, 1).utility())
              .max()
              .orElse(0);
      if (best <= 0 || !view.lookahead().anything()) {
        continue;
      }
      modes.add(utility(policy, view, 0) / best);
      draws.add(utility(policy, view, 1) / best);
    }
    double mode = mean(modes);
    double draw = mean(draws);
    System.out.printf(
        "start policy on %d problems: mode %.3f, draw %.3f of the best utility%n",
        modes.size(), mode, draw);
    assertThat(modes).hasSizeGreaterThan(100);
    assertThat(mode).isGreaterThan(0.9);
    assertThat(draw).isGreaterThan(0.8).isLessThan(mode);
  }

  private static double utility(BundlePolicy policy, ProblemView view, double exploration) {
    return new Composition(policy, view, exploration)
        .run(SearchBudget.ofGenerations(0))
        .bundles()
        .getFirst()
        .utility();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(d -> d).average().orElseThrow();
  }
}
