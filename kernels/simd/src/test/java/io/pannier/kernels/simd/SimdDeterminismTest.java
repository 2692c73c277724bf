package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.testkit.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same bits on any number of threads and in any company. */
class SimdDeterminismTest {
  private static final SimdKernels[] CREWS = {
    new SimdKernels(1), new SimdKernels(2), new SimdKernels(5)
  };

  @AfterAll
  static void endThreads() {
    for (SimdKernels kernels : CREWS) {
      kernels.close();
    }
  }

  @ParameterizedTest(name = "{0} x {1} x {2}")
  @CsvSource({"3, 1200, 1100", "257, 300, 193", "1, 2048, 1024", "96, 128, 640", "95, 129, 65"})
  void aProductIsOneChainOfFusedMultiplyAdds(int rows, int inner, int columns) {
    Draws draws = new Draws(rows);
    float[] a = draws.normal(rows * inner, 1);
    float[] b = draws.normal(inner * columns, 1);
    float[] bias = draws.normal(columns, 1);
    for (SimdKernels kernels : CREWS) {
      float[] c = new float[rows * columns];
      try (PackedMatrix matrix = kernels.pack(b, inner, columns)) {
        kernels.multiply(Rows.of(a, inner), rows, matrix, Epilogue.bias(bias), Rows.of(c, columns));
      }
      for (int at = 0; at < c.length; at += 1 + at % 97) {
        float sum = bias[at % columns];
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(a[at / columns * inner + k], b[k * columns + at % columns], sum);
        }
        assertThat(c[at]).as("%s on %s", at, kernels.description()).isEqualTo(sum);
      }
    }
  }

  @Test
  void aProductWithEverythingBehindItIsTheSameOnAnyNumberOfThreads() {
    Draws draws = new Draws(7);
    int rows = 5;
    int inner = 900;
    int columns = 700;
    float[] a = draws.normal(rows * inner, 1);
    float[] b = draws.normal(inner * columns, 1);
    LayerNorm norm = new LayerNorm(draws.normal(columns, 1), draws.normal(columns, 1), 1e-5f);
    Rows residual = draws.strided(rows, columns);
    Epilogue epilogue =
        Epilogue.bias(draws.normal(columns, 1))
            .then(Activation.GELU)
            .plus(residual)
            .normalised(norm);
    float[][] results = new float[CREWS.length][rows * columns];
    for (int i = 0; i < CREWS.length; i++) {
      try (PackedMatrix matrix = CREWS[0].pack(b, inner, columns)) {
        CREWS[i].multiply(Rows.of(a, inner), rows, matrix, epilogue, Rows.of(results[i], columns));
      }
      assertThat(results[i]).isEqualTo(results[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(Weighting.class)
  void attentionIsTheSameOnAnyNumberOfThreads(Weighting weighting) {
    Draws draws = new Draws(3);
    int[] lengths = {0, 300, 1, 0, 47, 129, 512, 5, 64, 0};
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    int tokens = offsets[lengths.length];
    int[] times = draws.below(Integer.MAX_VALUE, tokens);
    Sequences sequences = new Sequences(offsets, lengths.length, times, draws.coin(tokens, 0.8));
    AttentionSpec spec =
        new AttentionSpec(
            3, 24, 0.2f, true, weighting, draws.normal(3 * 9, 1), draws.normal(3 * 40, 1));
    Rows all = draws.strided(tokens, 3 * 72);
    float[][] results = new float[CREWS.length][tokens * 72];
    for (int i = 0; i < CREWS.length; i++) {
      for (int again = 0; again < 3; again++) {
        Arrays.fill(results[i], Float.NaN);
        CREWS[i].selfAttention(
            spec, all, all.from(72), all.from(144), sequences, Rows.of(results[i], 72));
      }
      assertThat(results[i]).isEqualTo(results[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aScanIsTheSameOnAnyNumberOfThreads(Precision precision) {
    Draws draws = new Draws(5);
    int items = 30_011;
    float[] vectors = draws.normal(items * 20, 1);
    // Many ties: every vector stands at least twice, far apart.
    System.arraycopy(vectors, 0, vectors, items / 2 * 20, items / 2 * 20);
    Rows queries = draws.strided(19, 20);
    try (Catalogue catalogue = CREWS[0].catalogue(vectors, items, 20, precision)) {
      TopK[] results = new TopK[CREWS.length];
      for (int i = 0; i < CREWS.length; i++) {
        results[i] = new TopK(19, 100);
        for (int again = 0; again < 3; again++) {
          CREWS[i].topK(catalogue, queries, 19, null, results[i]);
        }
        assertThat(results[i].items()).isEqualTo(results[0].items());
        assertThat(results[i].scores()).isEqualTo(results[0].scores());
      }
    }
  }
}
