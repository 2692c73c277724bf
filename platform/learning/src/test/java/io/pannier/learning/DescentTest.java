package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import io.pannier.kernels.api.TrainingPlan.Loss;
import io.pannier.kernels.api.TrainingPlan.Optimizer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescentTest {
  private static final float RATE = 0.01f;
  private static final float DECAY = 0.1f;
  private static final float MOMENTUM = 0.9f;

  /** Far from the end of the schedule and after its warm-up. */
  private static final LearningRate SCHEDULE = new LearningRate(RATE, 10);

  private static final double[] WEIGHT = {1, -2, 0.5};
  private static final double[][] GRADIENTS = {{0.3, -0.1, 2}, {-0.2, 0.4, 1}, {0.1, 0.1, -3}};

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = PyTorch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** The minimum of (x − 3)² + 10 (y + 1)² is at (3, −1). */
  @ParameterizedTest
  @EnumSource
  void findsTheMinimumOfABowl(Optimizer optimizer) {
    LearningRate rate = new LearningRate(optimizer == Optimizer.SGD ? 0.01f : 0.1f, 600);
    Descent descent = new Descent(manager, plan(optimizer, 0), rate);
    NDArray weight = manager.create(new float[] {-4, 5});
    double before = bowl(weight.toFloatArray());
    for (int step = 0; step < 600; step++) {
      float[] at = weight.toFloatArray();
      descent.next();
      descent.update(
          "w", weight, manager.create(new float[] {2 * (at[0] - 3), 20 * (at[1] + 1)}), true);
    }
    assertThat(bowl(weight.toFloatArray())).isLessThan(1e-3).isLessThan(before);
  }

  private static double bowl(float[] at) {
    return Math.pow(at[0] - 3, 2) + 10 * Math.pow(at[1] + 1, 2);
  }

  /** Polyak's momentum, the decay within the gradient. */
  @Test
  void sgdFollowsItsFormula() {
    double[] momentum = new double[3];
    double[] expected = WEIGHT.clone();
    for (int t = 1; t <= GRADIENTS.length; t++) {
      for (int i = 0; i < 3; i++) {
        momentum[i] =
            MOMENTUM * momentum[i] + SCHEDULE.at(t) * (GRADIENTS[t - 1][i] + DECAY * expected[i]);
        expected[i] -= momentum[i];
      }
    }
    follows(Optimizer.SGD, expected);
  }

  /** Kingma and Ba, algorithm 1, with the correction of both moments written out. */
  @Test
  void adamFollowsItsFormula() {
    follows(Optimizer.ADAM, adam(false));
  }

  /** Loshchilov and Hutter, algorithm 2: the decay is no part of the moments. */
  @Test
  void adamWFollowsItsFormula() {
    follows(Optimizer.ADAMW, adam(true));
  }

  private static double[] adam(boolean apart) {
    double[] mean = new double[3];
    double[] variance = new double[3];
    double[] expected = WEIGHT.clone();
    for (int t = 1; t <= GRADIENTS.length; t++) {
      double rate = SCHEDULE.at(t);
      for (int i = 0; i < 3; i++) {
        double gradient = GRADIENTS[t - 1][i] + (apart ? 0 : DECAY * expected[i]);
        mean[i] = 0.9 * mean[i] + 0.1 * gradient;
        variance[i] = 0.999 * variance[i] + 0.001 * gradient * gradient;
        double corrected = mean[i] / (1 - Math.pow(0.9, t));
        double root = Math.sqrt(variance[i] / (1 - Math.pow(0.999, t)));
        expected[i] -= (apart ? rate * DECAY * expected[i] : 0) + rate * corrected / (root + 1e-8);
      }
    }
    return expected;
  }

  private void follows(Optimizer optimizer, double[] expected) {
    Descent descent = new Descent(manager, plan(optimizer, DECAY), SCHEDULE);
    NDArray weight = array(WEIGHT);
    for (double[] gradient : GRADIENTS) {
      descent.next();
      descent.update("w", weight, array(gradient), true);
    }
    float[] moved = weight.toFloatArray();
    for (int i = 0; i < moved.length; i++) {
      assertThat((double) moved[i]).as("element %s", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noDecayPullsWhereNoneShould(Optimizer optimizer) {
    Descent descent = new Descent(manager, plan(optimizer, DECAY), SCHEDULE);
    NDArray weight = array(WEIGHT);
    descent.next();
    descent.update("w", weight, manager.zeros(new Shape(3)), false);
    assertThat(weight.toFloatArray()).containsExactly(1, -2, 0.5f);
    descent.update("v", weight, manager.zeros(new Shape(3)), true);
    assertThat(weight.toFloatArray()[0]).isBetween(0.9f, 0.9999f);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRememberedCanBeWrittenDownAndRestored(Optimizer optimizer) {
    Descent first = new Descent(manager, plan(optimizer, DECAY), SCHEDULE);
    NDArray weight = array(WEIGHT);
    first.next();
    first.update("w", weight, array(GRADIENTS[0]), true);
    Map<String, float[]> moments = first.moments();
    float[] between = weight.toFloatArray();
    first.next();
    first.update("w", weight, array(GRADIENTS[1]), true);

    Descent second = new Descent(manager, plan(optimizer, DECAY), SCHEDULE);
    second.restore(1, moments);
    NDArray other = manager.create(between);
    second.next();
    second.update("w", other, array(GRADIENTS[1]), true);
    assertThat(other.toFloatArray()).isEqualTo(weight.toFloatArray());
  }

  @Test
  void theRateRisesThenFallsToItsLeast() {
    LearningRate rate = new LearningRate(1, 1_000);
    assertThat(rate.at(1)).isLessThan(0.05f);
    assertThat(rate.at(50)).isEqualTo(1);
    assertThat(rate.at(525)).isCloseTo(0.525f, within(1e-3f));
    assertThat(rate.at(1_000)).isCloseTo(0.05f, within(1e-3f));
  }

  private NDArray array(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return manager.create(narrow);
  }

  private static TrainingPlan plan(Optimizer optimizer, float decay) {
    return new TrainingPlan(
        1,
        Duration.ofMinutes(1),
        1,
        1,
        RATE,
        decay,
        0,
        1,
        0.2,
        0,
        7,
        optimizer,
        MOMENTUM,
        Loss.CROSS_ENTROPY,
        ClassWeights.NONE,
        1,
        0);
  }
}
