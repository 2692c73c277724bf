package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.pannier.spitestkit.DistributionAssert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ordered choices without replacement: their probabilities and their draws. */
class PlackettLucePolicyTest {
  private static final int CANDIDATES = 5;
  private static final int PICKS = 3;

  private final SplittableRandom random = new SplittableRandom(5);
  private final PlackettLucePolicy policy =
      new PlackettLucePolicy(new Mlp(2, 8, 1, 1, random), PICKS);
  private final double[] observation = random.doubles(2L * CANDIDATES, -1, 1).toArray();

  /** All orders of three out of five, 60. */
  private static List<int[]> orders() {
    List<int[]> orders = new ArrayList<>();
    for (int a = 0; a < CANDIDATES; a++) {
      for (int b = 0; b < CANDIDATES; b++) {
        for (int c = 0; c < CANDIDATES; c++) {
          if (a != b && a != c && b != c) {
            orders.add(new int[] {a, b, c});
          }
        }
      }
    }
    return orders;
  }

  private double probability(int[] order) {
    return Math.exp(policy.evaluate(observation, order).logProbability());
  }

  @Test
  void theProbabilitiesOfAllOrdersSumToOne() {
    assertThat(orders()).hasSize(60);
    assertThat(orders().stream().mapToDouble(this::probability).sum()).isCloseTo(1, offset(1e-12));
  }

  @Test
  void anOrderIsTheProductOfSoftmaxesOverWhatIsLeft() {
    double[] weight = new double[CANDIDATES];
    for (int i = 0; i < CANDIDATES; i++) {
      weight[i] = Math.exp(policy.network().forward(observation, 2 * i)[0]);
    }
    double all = Arrays.stream(weight).sum();
    assertThat(probability(new int[] {3, 1, 4}))
        .isCloseTo(
            weight[3]
                / all
                * (weight[1] / (all - weight[3]))
                * (weight[4] / (all - weight[3] - weight[1])),
            offset(1e-12));
  }

  @Test
  void aSetIsTheSumOfItsOrders() {
    double all = 0;
    for (int[] order : orders()) {
      if (order[0] < order[1] && order[1] < order[2]) {
        double sum =
            orders().stream()
                .filter(
                    other -> Arrays.stream(other).sorted().boxed().toList().equals(boxed(order)))
                .mapToDouble(this::probability)
                .sum();
        double set = policy.setProbability(observation, order);
        assertThat(set).isCloseTo(sum, offset(1e-12));
        all += set;
      }
    }
    assertThat(all).isCloseTo(1, offset(1e-12));
    assertThatThrownBy(() -> policy.setProbability(observation, new int[13]))
        .hasMessageContaining("13 candidates");
  }

  private static List<Integer> boxed(int[] order) {
    return Arrays.stream(order).boxed().toList();
  }

  @Test
  void drawsFitTheProbabilities() {
    List<int[]> orders = orders();
    double[] probabilities = orders.stream().mapToDouble(this::probability).toArray();
    DistributionAssert.withSeed(
        6,
        generator -> {
          long[] counts = new long[orders.size()];
          for (int draw = 0; draw < 60_000; draw++) {
            int[] order = policy.sample(observation, generator);
            for (int i = 0; i < counts.length; i++) {
              counts[i] += Arrays.equals(orders.get(i), order) ? 1 : 0;
            }
          }
          DistributionAssert.fits(counts, probabilities);
          return null;
        });
  }

  /** Its mean over all orders is −Σ π ln π, by the chain rule. */
  @Test
  void theEntropyIsThatOfTheWholeInTheMean() {
    double mean = 0;
    double entropy = 0;
    for (int[] order : orders()) {
      Policy.Evaluation e = policy.evaluate(observation, order);
      mean += Math.exp(e.logProbability()) * e.entropy();
      entropy -= Math.exp(e.logProbability()) * e.logProbability();
    }
    assertThat(mean).isCloseTo(entropy, offset(1e-12));
  }

  @Test
  void anotherNumberOfCandidatesNeedsNoOtherPolicy() {
    double[] three = Arrays.copyOf(observation, 6);
    int[] order = policy.sample(three, random);
    assertThat(order).containsExactlyInAnyOrder(0, 1, 2);
    double sum = 0;
    for (int[] each : orders()) {
      if (Arrays.stream(each).allMatch(i -> i < 3)) {
        sum += Math.exp(policy.evaluate(three, each).logProbability());
      }
    }
    assertThat(sum).isCloseTo(1, offset(1e-12));
  }
}
