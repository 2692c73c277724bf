package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.testkit.Draws;
import org.junit.jupiter.api.Test;

class TransposeTest {
  @Test
  void rowsBecomeColumnsAndWhatIsNotThereZeros() {
    int lanes = Lanes.COUNT;
    int stride = lanes + 5;
    float[] from = new Draws(1).normal(3 + lanes * stride, 1);
    for (int rows = 0; rows <= lanes; rows++) {
      float[] to = new float[7 + lanes * (lanes + 2)];
      Transpose.block(from, 3, stride, rows, 0.5f, new float[lanes * lanes], to, 7, lanes + 2);
      for (int i = 0; i < lanes; i++) {
        for (int k = 0; k < lanes; k++) {
          float expected = i < rows ? from[3 + i * stride + k] * 0.5f : 0;
          assertThat(to[7 + k * (lanes + 2) + i]).isEqualTo(expected);
        }
      }
    }
  }
}
