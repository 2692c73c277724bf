package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values worked out by hand in double precision; gradients by their formulas. */
class PositionLossTest {
  private static final float OUT_OF_QUESTION = -1e9f;
  private static final float[] SCORES = {0.5f, -1, 2, 0.25f, 1.5f, -0.5f};

  /** Two positions, three items: right are 2 and 0; item 1 is out of question at the first. */
  private static final int[] RIGHT = {2, 0};

  private static final float[] OFFSETS = {0, OUT_OF_QUESTION, 0, 0, 0, 0};

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = PyTorch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void crossEntropyIsTheLogarithmOfTheSoftmax() {
    double first = Math.exp(0.5) + Math.exp(2);
    double second = Math.exp(0.25) + Math.exp(1.5) + Math.exp(-0.5);
    holds(
        new CrossEntropy(),
        whole(),
        new double[] {Math.log(first) - 2, Math.log(second) - 0.25},
        new double[] {
          Math.exp(0.5) / first,
          0,
          Math.exp(2) / first - 1,
          Math.exp(0.25) / second - 1,
          Math.exp(1.5) / second,
          Math.exp(-0.5) / second
        });
  }

  /** Item 1 of the first position takes part in nothing; the others count a third each. */
  @Test
  void squaredErrorIsOfOneAndZeros() {
    double first = Math.exp(0.5) + Math.exp(2);
    double second = Math.exp(0.25) + Math.exp(1.5) + Math.exp(-0.5);
    holds(
        new SquaredError(),
        whole(),
        new double[] {
          miss(Math.exp(2) / first, 3) + hit(Math.exp(0.5) / first, 3) / 3,
          miss(Math.exp(0.25) / second, 3)
              + hit(Math.exp(1.5) / second, 3) / 3
              + hit(Math.exp(-0.5) / second, 3) / 3
        },
        slopes());
  }

  /** By central differences of the formula in double precision. */
  private static double[] slopes() {
    double step = 1e-5;
    double[] slopes = new double[SCORES.length];
    for (int i = 0; i < slopes.length; i++) {
      double[] scores = new double[SCORES.length];
      for (int j = 0; j < scores.length; j++) {
        scores[j] = SCORES[j];
      }
      scores[i] += step;
      double above = squared(scores);
      scores[i] -= 2 * step;
      slopes[i] = (above - squared(scores)) / (2 * step);
    }
    return slopes;
  }

  private static double squared(double[] scores) {
    double loss = 0;
    for (int position = 0; position < 2; position++) {
      double sum = 0;
      for (int item = 0; item < 3; item++) {
        sum += Math.exp(scores[3 * position + item] + OFFSETS[3 * position + item]);
      }
      for (int item = 0; item < 3; item++) {
        double share = Math.exp(scores[3 * position + item]) / sum;
        boolean asked = OFFSETS[3 * position + item] == 0;
        loss += item == RIGHT[position] ? miss(share, 3) : asked ? hit(share, 3) / 3 : 0;
      }
    }
    return loss;
  }

  /** Of seven items two were drawn; the right one stands first. */
  @Test
  void drawnOthersCountOneOverHowOftenTheyAreExpected() {
    float[] offsets = {
      -(float) Math.log(0.3),
      -(float) Math.log(0.5),
      -(float) Math.log(0.8),
      -(float) Math.log(0.3),
      OUT_OF_QUESTION,
      -(float) Math.log(0.8)
    };
    WideInput wide =
        new WideInput(
            new Columns(new int[] {4, 5}, 7, new float[7]), new float[6], new float[6], offsets);
    NDArray each =
        new SquaredError().of(manager.create(SCORES, new Shape(2, 3)), wide, new int[] {0, 0});
    float[] losses = each.toFloatArray();
    double first = Math.exp(0.5) / 0.3 + Math.exp(-1) / 0.5 + Math.exp(2) / 0.8;
    double second = Math.exp(0.25) / 0.3 + Math.exp(-0.5) / 0.8;
    assertThat((double) losses[0])
        .isCloseTo(
            miss(Math.exp(0.5) / first, 7)
                + (hit(Math.exp(-1) / first, 7) / 0.5 + hit(Math.exp(2) / first, 7) / 0.8) / 7,
            within(1e-5));
    assertThat((double) losses[1])
        .isCloseTo(
            miss(Math.exp(0.25) / second, 7) + hit(Math.exp(-0.5) / second, 7) / 0.8 / 7,
            within(1e-5));
  }

  private void holds(PositionLoss loss, WideInput wide, double[] values, double[] slopes) {
    NDArray scores = manager.create(SCORES, new Shape(2, 3));
    scores.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray each = loss.of(scores, wide, RIGHT);
      assertThat(each.getShape()).isEqualTo(new Shape(2));
      float[] losses = each.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        assertThat((double) losses[i]).as("position %s", i).isCloseTo(values[i], within(1e-5));
      }
      collector.backward(each.sum());
    }
    float[] gradient = scores.getGradient().toFloatArray();
    for (int i = 0; i < slopes.length; i++) {
      assertThat((double) gradient[i]).as("score %s", i).isCloseTo(slopes[i], within(1e-5));
    }
  }

  private static WideInput whole() {
    return new WideInput(Columns.all(3), new float[6], new float[6], OFFSETS);
  }

  private static double expected(double share, int items) {
    return share / (share + 1.0 / items);
  }

  private static double miss(double share, int items) {
    return Math.pow(1 - expected(share, items), 2);
  }

  private static double hit(double share, int items) {
    return Math.pow(expected(share, items), 2);
  }
}
