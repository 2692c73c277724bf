package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import io.pannier.spitestkit.BundleAssert;
import io.pannier.spitestkit.DistributionAssert;
import io.pannier.spitestkit.ProblemDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is said of chance is what chance does: enumerated, summed up and drawn. */
class PropensityTest {
  private static final int CANDIDATES = 7;

  /** A policy with weights everywhere, so that every term and feature counts. */
  static BundlePolicy restless(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BundlePolicy policy = BundlePolicy.start(random);
    for (Trainable part : policy.parts()) {
      for (int i = 0; i < part.parameters().length; i++) {
        part.parameters()[i] += 0.5 * random.nextGaussian();
      }
    }
    policy.parts().get(1).parameters()[Choice.UTILITY] = 2;
    return policy;
  }

  /** Walks through every order of draws and adds up what each set is reached by. */
  private static void walk(
      BundlePolicy policy,
      ProblemView view,
      SetSums chosen,
      double probability,
      Map<List<Integer>, Double> sums) {
    Choice choice = Choice.after(view, chosen);
    assertThat(choice.options()).as("a dead end after %s", members(chosen)).isNotEmpty();
    double[] odds = policy.odds(view, choice);
    assertThat(Arrays.stream(odds).sum()).isCloseTo(1, offset(1e-12));
    for (int k = 0; k < odds.length; k++) {
      if (choice.options()[k] == Choice.STOP) {
        sums.merge(members(chosen), probability * odds[k], Double::sum);
      } else {
        SetSums next = new SetSums(view);
        next.copyOf(chosen);
        next.add(choice.options()[k]);
        walk(policy, view, next, probability * odds[k], sums);
      }
    }
  }

  private static List<Integer> members(SetSums set) {
    return Arrays.stream(set.members, 0, set.size).sorted().boxed().toList();
  }

  private static List<Integer> boxed(int[] set) {
    return Arrays.stream(set).boxed().toList();
  }

  /** On 300 problems, 7 candidates each: no dead end, and the sets' probabilities sum to one. */
  @Test
  void everyDrawEndsAndAllProbabilitiesSumToOne() {
    BundlePolicy policy = restless(1);
    int answered = 0;
    int missed = 0;
    int sets = 0;
    for (long seed = 0; seed < 300; seed++) {
      BundlingProblem problem = HardProblems.random(seed, CANDIDATES, 1);
      ProblemView view = new ProblemView(problem);
      List<int[]> feasible = HardProblems.feasibleSets(problem);
      if (!view.lookahead().anything()) {
        missed += feasible.isEmpty() ? 0 : 1;
        continue;
      }
      answered++;
      Map<List<Integer>, Double> walked = new TreeMap<>(PropensityTest::compare);
      walk(policy, view, new SetSums(view), 1, walked);
      assertThat(walked.values().stream().mapToDouble(d -> d).sum()).isCloseTo(1, offset(1e-12));
      assertThat(feasible.stream().map(PropensityTest::boxed).toList())
          .as("problem %d", seed)
          .containsAll(walked.keySet());
      walked.forEach(
          (set, probability) ->
              assertThat(
                      policy.probability(view, set.stream().mapToInt(Integer::intValue).toArray()))
                  .isCloseTo(probability, offset(1e-12)));
      sets += walked.size();
    }
    assertThat(answered).isGreaterThan(100);
    assertThat(sets).isGreaterThan(10 * answered);
    assertThat(missed).as("problems that have a bundle and get no draw").isLessThan(5);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    return one.toString().compareTo(other.toString());
  }

  /** A problem with a bundle is answered, also where the masks are too strict for a draw. */
  @Test
  void aFeasibleProblemIsAnsweredAndAnImpossibleOneIsNot() {
    for (long seed = 0; seed < 300; seed++) {
      BundlingProblem problem = HardProblems.random(seed, CANDIDATES, 2);
      BundlingResult result =
          new Composition(restless(1), new ProblemView(problem), 1)
              .run(SearchBudget.ofGenerations(4));
      assertThat(result.bundles().isEmpty())
          .as("problem %d", seed)
          .isEqualTo(HardProblems.feasibleSets(problem).isEmpty());
      for (ComposedBundle bundle : result.bundles()) {
        BundleAssert.isFeasible(problem, bundle);
      }
    }
  }

  /** 20,000 answers of one problem with different seeds, at each of three places. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.4})
  void bundlesAppearAtTheirPlacesAsOftenAsIsSaid(double exploration) {
    BundlePolicy policy = restless(2);
    int limit = 3;
    List<Map<List<Integer>, long[]>> counts = new ArrayList<>();
    List<Map<List<Integer>, Double>> said = new ArrayList<>();
    for (int k = 0; k < limit; k++) {
      counts.add(new TreeMap<>(PropensityTest::compare));
      said.add(new TreeMap<>(PropensityTest::compare));
    }
    int answers = 20_000;
    for (int answer = 0; answer < answers; answer++) {
      List<ComposedBundle> bundles =
          new Composition(policy, new ProblemView(draft().seed(answer).build()), exploration)
              .run(SearchBudget.ofGenerations(9))
              .bundles();
      assertThat(bundles).hasSize(limit);
      assertThat(bundles.stream().map(b -> boxed(b.candidates())).distinct()).hasSize(limit);
      for (int k = 0; k < limit; k++) {
        List<Integer> set = boxed(bundles.get(k).candidates());
        counts.get(k).computeIfAbsent(set, _ -> new long[1])[0]++;
        Double before = said.get(k).put(set, bundles.get(k).propensity());
        if (before != null) {
          assertThat(bundles.get(k).propensity()).isCloseTo(before, offset(1e-12));
        }
      }
    }
    for (int k = 0; k < limit; k++) {
      long[] observed = counts.get(k).values().stream().mapToLong(c -> c[0]).toArray();
      double[] expected = said.get(k).values().stream().mapToDouble(d -> d).toArray();
      // What never came up is left out; it is rare.
      double sum = Arrays.stream(expected).sum();
      assertThat(sum).as("place %d", k).isBetween(0.99, 1 + 1e-9);
      DistributionAssert.fits(observed, Arrays.stream(expected).map(p -> p / sum).toArray());
    }
  }

  private static ProblemDraft draft() {
    ProblemDraft draft = new ProblemDraft(5, 1);
    for (int i = 0; i < 5; i++) {
      draft.relevance[i] = 1 - 0.1f * i;
      draft.prices[i] = 800 + 150L * i;
      draft.categories[i] = i % 2;
    }
    draft.lift(0, 1, 1.2f).lift(2, 3, 0.7f).incompatible(1, 4);
    draft.constraints(new io.pannier.spi.BundleConstraints(1, 2, 2, 3_000, -1, 0.2, 5));
    draft.limit = 3;
    return draft;
  }

  /** More items than a propensity is computed for: the mode, and it says so. */
  @Test
  void largeBundlesAreNotLeftToChance() {
    ProblemDraft draft = new ProblemDraft(20, 3);
    draft.constraints(
        new io.pannier.spi.BundleConstraints(2, 9, 1, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    Composition composition = new Composition(restless(1), new ProblemView(draft.build()), 1);
    BundlingResult result = composition.run(SearchBudget.ofGenerations(9));
    assertThat(composition.byChance()).isFalse();
    assertThat(result.bundles()).isNotEmpty().allMatch(bundle -> bundle.propensity() == 1);
  }
}
