package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What an update does and where it stops. */
class PpoLearnerTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final CategoricalPolicy policy = new CategoricalPolicy(new Mlp(2, 16, 2, 0.01, random));
  private final Mlp critic = new Mlp(2, 16, 1, 1, random);

  private static PpoConfig config(int epochs, double rate, double clip, double targetKl) {
    return new PpoConfig(1, 64, epochs, 1, rate, 0.99, 0.95, clip, true, 0, 0.5, 0.5, targetKl);
  }

  /** In which action 1 earned and action 0 did not. */
  private Batch<double[]> batch() {
    int size = 64;
    Batch<double[]> batch =
        new Batch<>(
            new double[size][],
            new int[size][],
            new double[size],
            new double[size],
            new double[size],
            new double[size]);
    for (int i = 0; i < size; i++) {
      batch.observations()[i] = new double[] {1, -1};
      batch.actions()[i] = new int[] {i % 2};
      batch.logProbabilities()[i] =
          policy.evaluate(batch.observations()[i], batch.actions()[i]).logProbability();
      batch.advantages()[i] = i % 2 == 1 ? 1 : -1;
      batch.values()[i] = critic.forward(batch.observations()[i], 0)[0];
      batch.returns()[i] = batch.values()[i] + batch.advantages()[i];
    }
    return batch;
  }

  private double probabilityOfOne() {
    return Math.exp(policy.evaluate(new double[] {1, -1}, new int[] {1}).logProbability());
  }

  /** The clip takes the gradient away once the ratio is out; momentum alone carries it further. */
  @Test
  void theRatioStaysNearTheClip() {
    double before = probabilityOfOne();
    PpoLearner.Update update =
        new PpoLearner<>(policy, critic, o -> o, config(400, 1e-4, 0.1, 1e9), random)
            .update(batch(), 1);
    double ratio = probabilityOfOne() / before;
    assertThat(update.epochs()).isEqualTo(400);
    assertThat(ratio).isBetween(1.05, 1.2);
  }

  @Test
  void withoutAClipTheSameUpdateRunsAway() {
    double before = probabilityOfOne();
    new PpoLearner<>(policy, critic, o -> o, config(400, 1e-4, 1e9, 1e9), random)
        .update(batch(), 1);
    assertThat(probabilityOfOne() / before).isGreaterThan(1.3);
  }

  @Test
  void anUpdateStopsWhenThePolicyMovedTooFar() {
    PpoLearner.Update update =
        new PpoLearner<>(policy, critic, o -> o, config(400, 1e-3, 1e9, 0.01), random)
            .update(batch(), 1);
    assertThat(update.epochs()).isBetween(2, 100);
    assertThat(update.approximateKl()).isBetween(0.01, 0.03);
  }

  @Test
  void nothingIsLearnedAtTheEndOfTheAnnealing() {
    double[] before = policy.network().parameters().clone();
    new PpoLearner<>(policy, critic, o -> o, config(4, 1e-3, 0.2, 1e9), random).update(batch(), 0);
    assertThat(policy.network().parameters()).isEqualTo(before);
  }

  /** With ρ = 1 at the first step the gradient of the surrogate is that of the plain one. */
  @Test
  void theFirstGradientIsThatOfThePolicyGradientTheorem() {
    Batch<double[]> batch = batch();
    int[] order = new int[batch.size()];
    Arrays.setAll(order, i -> i);
    new PpoLearner<>(policy, critic, o -> o, config(1, 1e-3, 0.2, 1e9), random)
        .addGradient(batch, order, 0, order.length, new double[3]);
    double[] surrogate = policy.network().gradient().clone();
    policy.network().clearGradient();
    double deviation = Math.sqrt(64.0 / 63) + 1e-8;
    for (int i = 0; i < 64; i++) {
      policy.evaluate(batch.observations()[i], batch.actions()[i]);
      policy.backward(-batch.advantages()[i] / deviation / 64, 0);
    }
    for (int i = 0; i < surrogate.length; i++) {
      assertThat(surrogate[i]).isCloseTo(policy.network().gradient()[i], offset(1e-12));
    }
  }

  @Test
  void adamMovesByTheRateAtFirst() {
    double[] parameters = {1, 1};
    new Adam(2).step(parameters, new double[] {3, -0.2}, 1, 0.1);
    // m / √v is the sign of the gradient at the first step, but for ε.
    assertThat(parameters[0]).isCloseTo(0.9, offset(1e-5));
    assertThat(parameters[1]).isCloseTo(1.1, offset(1e-5));
  }

  @Test
  void weightsAreOrthogonal() {
    for (int[] shape : new int[][] {{4, 64}, {64, 64}, {64, 2}}) {
      double[] w = Orthogonal.matrix(shape[0], shape[1], 2, random);
      boolean rows = shape[0] <= shape[1];
      int count = Math.min(shape[0], shape[1]);
      int length = Math.max(shape[0], shape[1]);
      for (int a = 0; a < count; a++) {
        for (int b = 0; b <= a; b++) {
          double dot = 0;
          for (int i = 0; i < length; i++) {
            dot +=
                rows ? w[a * length + i] * w[b * length + i] : w[i * count + a] * w[i * count + b];
          }
          assertThat(dot).isCloseTo(a == b ? 4 : 0, offset(1e-9));
        }
      }
    }
  }
}
