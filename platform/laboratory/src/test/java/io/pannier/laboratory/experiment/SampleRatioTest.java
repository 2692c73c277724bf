package io.pannier.laboratory.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SampleRatioTest {
  @Test
  void isPearsonsTest() {
    // 4 · (510 − 500)² / 500 … computed by hand: (10² + 10²) / 500 = 0.4, one degree of freedom.
    SampleRatio ratio = SampleRatio.of(new long[] {510, 490}, new double[] {0.5, 0.5});
    assertThat(ratio.chiSquare()).isEqualTo(0.4, Offset.offset(1e-12));
    assertThat(ratio.pValue()).isEqualTo(0.527089, Offset.offset(1e-6));
    assertThat(ratio.ok()).isTrue();
  }

  @Test
  void lostVisitorsAreNoticed() {
    assertThat(SampleRatio.of(new long[] {821_588, 815_482}, new double[] {0.5, 0.5}).ok())
        .isFalse();
    assertThat(SampleRatio.of(new long[] {9_000, 850}, new double[] {0.9, 0.1}).ok()).isFalse();
  }

  @Test
  void chanceIsNotSuspicious() {
    Random random = new Random(4);
    int suspicious = 0;
    for (int i = 0; i < 2_000; i++) {
      long[] visitors = new long[3];
      for (int visitor = 0; visitor < 1_000; visitor++) {
        double draw = random.nextDouble();
        visitors[draw < 0.1 ? 0 : draw < 0.4 ? 1 : 2]++;
      }
      suspicious += SampleRatio.of(visitors, new double[] {0.1, 0.3, 0.6}).ok() ? 0 : 1;
    }
    assertThat(suspicious).isLessThanOrEqualTo(6);
  }

  @Test
  void tooFewTellNothing() {
    assertThat(SampleRatio.of(new long[] {0, 9}, new double[] {0.5, 0.5}).pValue()).isEqualTo(1);
    assertThat(SampleRatio.of(new long[] {10}, new double[] {1}).ok()).isTrue();
    assertThatThrownBy(() -> SampleRatio.of(new long[1], new double[2]))
        .isInstanceOf(PannierException.class);
  }
}
