package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Advantages worked out by hand, and the two ways in which an episode ends. */
class AdvantagesTest {
  private static double[] advantages(
      double[] rewards, double[] values, double[] next, boolean[] ended, double lambda) {
    double[] out = new double[rewards.length];
    Advantages.fill(rewards, values, next, ended, 0.9, lambda, out);
    return out;
  }

  @Test
  void threeStepsByHand() {
    double[] a =
        advantages(
            new double[] {1, 2, 3},
            new double[] {0.5, 1, 1.5},
            new double[] {1, 1.5, 2},
            new boolean[3],
            0.8);
    double last = 3 + 0.9 * 2 - 1.5;
    double middle = 2 + 0.9 * 1.5 - 1 + 0.72 * last;
    assertThat(a[2]).isCloseTo(last, offset(1e-12));
    assertThat(a[1]).isCloseTo(middle, offset(1e-12));
    assertThat(a[0]).isCloseTo(1 + 0.9 * 1 - 0.5 + 0.72 * middle, offset(1e-12));
  }

  /** With λ = 1 and an episode's end, the advantage is the discounted return less the value. */
  @Test
  void withLambdaOneItIsTheReturnLessTheValue() {
    SplittableRandom random = new SplittableRandom(1);
    double[] rewards = random.doubles(6).toArray();
    double[] values = random.doubles(6).toArray();
    double[] next = new double[6];
    System.arraycopy(values, 1, next, 0, 5);
    double[] a =
        advantages(
            rewards, values, next, new boolean[] {false, false, false, false, false, true}, 1);
    double ret = 0;
    for (int t = 5; t >= 0; t--) {
      ret = rewards[t] + 0.9 * ret;
      assertThat(a[t]).isCloseTo(ret - values[t], offset(1e-12));
    }
  }

  @Test
  void nothingFlowsBackFromTheNextEpisode() {
    boolean[] ended = {false, true, false};
    double[] next = {1, 0, 2};
    double[] one = advantages(new double[] {1, 1, 5}, new double[] {1, 1, 1}, next, ended, 0.8);
    double[] two = advantages(new double[] {1, 1, -5}, new double[] {1, 1, 1}, next, ended, 0.8);
    assertThat(one[1]).isEqualTo(two[1]);
    assertThat(one[0]).isEqualTo(two[0]);
    assertThat(one[2]).isNotEqualTo(two[2]);
  }

  /** A task that is cut off but never ends: the critic must learn 1/(1 − γ), not what is left. */
  @Test
  void anEpisodeThatIsCutOffKeepsItsValue() {
    SplittableRandom random = new SplittableRandom(2);
    Mlp critic = new Mlp(1, 16, 1, 1, random);
    PpoTraining<double[]> training =
        new PpoTraining<>(
            new CategoricalPolicy(new Mlp(1, 16, 2, 0.01, random)),
            critic,
            o -> o,
            new PpoConfig(1, 128, 4, 4, 1e-2, 0.9, 0.95, 0.2, false, 0, 0.5, 0.5, 1e9),
            Endless::new,
            25_600,
            random);
    while (training.unfinished()) {
      training.update();
    }
    assertThat(critic.forward(new double[] {0}, 0)[0]).isCloseTo(10, offset(0.3));
  }

  /** A reward of 1 for ever, cut off every five steps. */
  private static final class Endless implements Environment<double[]> {
    private int steps;

    @Override
    public double[] reset(long seed) {
      steps = 0;
      return new double[1];
    }

    @Override
    public Step<double[]> step(int[] action) {
      steps++;
      return new Step<>(new double[1], 1, false, steps == 5);
    }
  }
}
