package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSumExpTest {
  private static final float NONE = Float.NEGATIVE_INFINITY;

  private final LogSumExp logSumExp = new LogSumExp();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 37, 101})
  void agreesWithExponentialsInDouble(int count) {
    SplittableRandom random = new SplittableRandom(count);
    for (int reach = -3; reach <= 3; reach++) {
      for (int draw = 0; draw < 200; draw++) {
        float[] values = new float[count + 1];
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
          boolean takesPart = i == 0 || random.nextInt(8) > 0;
          values[i] =
              takesPart ? (float) ((random.nextDouble() - 0.5) * Math.pow(10, reach)) : NONE;
          max = Math.max(max, values[i]);
        }
        values[count] = 1e30f;
        double sum = 0;
        for (int i = 0; i < count; i++) {
          sum += Math.exp(values[i] - max);
        }
        assertThat(logSumExp.of(values, count)).isCloseTo(max + Math.log(sum), within(2e-7));
      }
    }
  }

  /** A lone term is its own denominator exactly: what is certain has probability one. */
  @Test
  void aLoneTermIsExact() {
    for (float value : new float[] {0, -3.7f, 1e-30f, 12345.678f, -Float.MAX_VALUE}) {
      assertThat(logSumExp.of(new float[] {NONE, value, NONE}, 3)).isEqualTo(value);
    }
    assertThat(logSumExp.of(new float[] {NONE, NONE}, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(logSumExp.of(new float[0], 0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesWhatIsNotFinite(float value) {
    assertThatThrownBy(() -> logSumExp.of(new float[] {1, value, 2}, 3))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_INPUT_NOT_FINITE));
  }
}
