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

  /** The others count a third each: there are three items. */
  @Test
  void squaredErrorIsOfOneAndZeros() {
    holds(
        new SquaredError(),
        whole(),
        new double[] {
          miss(2) + hit(0.5) / 3, miss(0.25) + hit(1.5) / 3 + hit(-0.5) / 3,
        },
        new double[] {slope(0.5) / 3, 0, rise(2), rise(0.25), slope(1.5) / 3, slope(-0.5) / 3});
  }

  /** Of seven items two were drawn; the right one stands first, whatever its offset. */
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
    assertThat((double) losses[0])
        .isCloseTo(miss(0.5) + (hit(-1) / 0.5 + hit(2) / 0.8) / 7, within(1e-5));
    assertThat((double) losses[1]).isCloseTo(miss(0.25) + hit(-0.5) / 0.8 / 7, within(1e-5));
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

  private static double sigmoid(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  private static double miss(double score) {
    return Math.pow(1 - sigmoid(score), 2);
  }

  private static double hit(double score) {
    return Math.pow(sigmoid(score), 2);
  }

  private static double rise(double score) {
    double expected = sigmoid(score);
    return -2 * (1 - expected) * expected * (1 - expected);
  }

  private static double slope(double score) {
    double expected = sigmoid(score);
    return 2 * expected * expected * (1 - expected);
  }
}
