package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.testkit.Draws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Outputs that lie over inputs give what they would elsewhere. */
class SimdOverlapTest {
  private static final SimdKernels KERNELS = new SimdKernels(2);

  @AfterAll
  static void endThreads() {
    KERNELS.close();
  }

  @Test
  void attentionMayWriteOverKeysValuesOrHalfOfTheQueries() {
    int width = 32;
    int tokens = 150;
    Sequences sequences = Sequences.of(0, 70, 150);
    AttentionSpec spec = AttentionSpec.softmax(2, 16, false);
    for (int over = 0; over < 3; over++) {
      for (int shift : new int[] {0, 1, width, 5 * width}) {
        float[][] operands = new float[3][];
        for (int i = 0; i < 3; i++) {
          operands[i] = new Draws(i).normal((tokens + 5) * width, 1);
        }
        Rows query = Rows.of(operands[0], width);
        Rows key = Rows.of(operands[1], width);
        Rows value = Rows.of(operands[2], width);
        Rows elsewhere = Rows.of(new float[tokens * width], width);
        KERNELS.selfAttention(spec, query, key, value, sequences, elsewhere);
        Rows out = new Rows(operands[over], shift, width);
        KERNELS.selfAttention(spec, query, key, value, sequences, out);
        assertSame(elsewhere, out, tokens, width);
      }
    }
  }

  @Test
  void aProductMayShiftItsResidual() {
    int rows = 40;
    int width = 70;
    float[] shared = new Draws(1).normal(rows * width + 3 * width, 1);
    Rows left = Rows.of(new Draws(2).normal(rows * 9, 1), 9);
    Epilogue epilogue = Epilogue.NONE.plus(Rows.of(shared, width));
    try (PackedMatrix matrix = KERNELS.pack(new Draws(3).normal(9 * width, 1), 9, width)) {
      Rows elsewhere = Rows.of(new float[rows * width], width);
      KERNELS.multiply(left, rows, matrix, epilogue, elsewhere);
      Rows out = new Rows(shared, 2 * width + 1, width);
      KERNELS.multiply(left, rows, matrix, epilogue, out);
      assertSame(elsewhere, out, rows, width);
    }
  }

  @Test
  void aLayerNormMayShiftItsInput() {
    int rows = 30;
    int width = 33;
    float[] shared = new Draws(4).normal(rows * width + 2 * width, 1);
    LayerNorm norm =
        new LayerNorm(new Draws(5).normal(width, 1), new Draws(6).normal(width, 1), 1e-5f);
    Rows elsewhere = Rows.of(new float[rows * width], width);
    KERNELS.layerNorm(Rows.of(shared, width), rows, norm, elsewhere);
    Rows out = new Rows(shared, width + 7, width);
    KERNELS.layerNorm(Rows.of(shared, width), rows, norm, out);
    assertSame(elsewhere, out, rows, width);
  }

  private static void assertSame(Rows expected, Rows actual, int rows, int width) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < width; i++) {
        assertThat(actual.data()[actual.offset() + r * actual.stride() + i])
            .isEqualTo(expected.data()[expected.offset() + r * expected.stride() + i]);
      }
    }
  }
}
