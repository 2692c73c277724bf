package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VectorMathTest {
  /** SOFTMAX of one query over two keys, whose weights are 1 and 2ˣ before they are scaled. */
  private static float exp2(float x) {
    float[] scores = new float[2 * Lanes.COUNT];
    Arrays.fill(scores, 0, Lanes.COUNT, x);
    ScoreWeights.softmax(scores, 0, Lanes.COUNT, 2, new float[Lanes.COUNT], 0);
    return scores[0];
  }

  @Test
  void powersOfTwoAreRightToTheLastPlaceButOne() {
    double worst = 0;
    for (float x = -125.9f; x <= 0; x += 0.0137f) {
      double exact = Math.pow(2, x);
      worst = Math.max(worst, Math.abs(exp2(x) - exact) / exact);
    }
    assertThat(worst).isLessThan(1.2e-7);
  }

  @Test
  void powersOfTwoAreExactAtIntegersAndZeroFarBelow() {
    for (int x = -126; x <= 0; x++) {
      assertThat(exp2(x)).isEqualTo((float) Math.pow(2, x));
    }
    for (float x : new float[] {-127, -128, -1e9f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY}) {
      assertThat(exp2(x)).isZero();
    }
  }

  @Test
  void activationsNeverGiveNaN() {
    for (float x = 1e-30f; x < 1e30f; x *= 10) {
      for (float signed : new float[] {x, -x}) {
        double expected = signed / (1 + Math.exp(-signed));
        float[] silu = new float[Lanes.COUNT];
        Arrays.fill(silu, signed);
        VectorMath.silu(silu, 0, Lanes.COUNT, 1);
        assertThat((double) silu[0])
            .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 2e-38 * x));
        float[] gelu = new float[Lanes.COUNT];
        Arrays.fill(gelu, signed);
        VectorMath.gelu(gelu, 0, Lanes.COUNT, 1);
        assertThat(gelu[0]).isFinite();
      }
    }
  }
}
