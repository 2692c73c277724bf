package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.testkit.Draws;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorMathTest {
  @Test
  void exp2IsRightToTheLastPlaceButOne() {
    double worst = 0;
    for (float x = -125.9f; x < 126; x += 0.0137f) {
      double exact = Math.pow(2, x);
      worst = Math.max(worst, Math.abs(exp2(x) - exact) / exact);
    }
    assertThat(worst).isLessThan(1.2e-7);
  }

  @Test
  void exp2IsExactAtIntegersAndZeroFarBelow() {
    for (int x = -126; x <= 126; x++) {
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
        FloatVector vector = Lanes.floats(signed);
        double expected = signed / (1 + Math.exp(-signed));
        assertThat((double) VectorMath.silu(vector).lane(0))
            .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 2e-38 * x));
        assertThat(VectorMath.gelu(vector).lane(0)).isFinite();
      }
    }
  }

  @Test
  void aSumOfLanesIsTheSameInEveryLane() {
    for (int seed = 0; seed < 50; seed++) {
      float[] values = new Draws(seed).normal(Lanes.COUNT, 1e3);
      double exact = 0;
      for (float value : values) {
        exact += value;
      }
      float[] sums = Lanes.sum(FloatVector.fromArray(Lanes.FLOATS, values, 0)).toArray();
      for (float sum : sums) {
        assertThat(sum).isEqualTo(sums[0]);
      }
      assertThat((double) sums[0]).isCloseTo(exact, within(1e-2));
    }
  }

  private static float exp2(float x) {
    return VectorMath.exp2(Lanes.floats(x)).lane(0);
  }
}
