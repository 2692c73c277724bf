package io.pannier.kernels.testkit;

import static io.pannier.kernels.testkit.Failures.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products, norms and look-ups. */
interface MatrixContract extends TestedBackend {
  @ParameterizedTest(name = "{0} x {1} x {2}")
  @CsvSource({
    "0, 5, 7",
    "1, 1, 1",
    "1, 64, 192",
    "2, 0, 3",
    "3, 5, 0",
    "5, 7, 11",
    "13, 31, 37",
    "17, 64, 48",
    "50, 64, 256",
    "61, 127, 131",
    "6, 256, 64",
    "7, 300, 97",
    "128, 128, 128",
    "197, 513, 101"
  })
  default void aProductIsRight(int rows, int inner, int columns) {
    if (slow() && (long) rows * inner * columns > 300_000) {
      return;
    }
    Draws draws = new Draws(rows * 31L + inner * 7L + columns);
    Rows a = draws.strided(rows, inner);
    float[] b = draws.normal(inner * columns, 1 / Math.sqrt(Math.max(1, inner)));
    check(a, rows, b, inner, columns, Epilogue.NONE, draws.strided(rows, columns));
  }

  @ParameterizedTest(name = "{0} columns")
  @CsvSource({"1", "16", "33", "64", "130"})
  default void whatFollowsAProductIsRight(int columns) {
    Draws draws = new Draws(columns);
    int rows = 9;
    int inner = 21;
    Rows a = draws.strided(rows, inner);
    float[] b = draws.normal(inner * columns, 0.5);
    float[] bias = draws.normal(columns, 1);
    LayerNorm norm = new LayerNorm(draws.normal(columns, 1), draws.normal(columns, 1), 1e-5f);
    for (Activation activation : Activation.values()) {
      Epilogue epilogue = Epilogue.bias(bias).then(activation);
      check(a, rows, b, inner, columns, epilogue, draws.strided(rows, columns));
      epilogue = epilogue.plus(draws.strided(rows, columns));
      check(a, rows, b, inner, columns, epilogue, draws.strided(rows, columns));
      check(a, rows, b, inner, columns, epilogue.normalised(norm), draws.strided(rows, columns));
    }
  }

  @Test
  default void theResidualMayBeTheOutput() {
    Draws draws = new Draws(3);
    Rows a = draws.strided(7, 20);
    float[] b = draws.normal(20 * 40, 0.5);
    Rows inPlace = draws.strided(7, 40);
    Rows apart = new Rows(inPlace.data().clone(), inPlace.offset(), inPlace.stride());
    try (PackedMatrix matrix = kernels().pack(b, 20, 40)) {
      kernels().multiply(a, 7, matrix, Epilogue.NONE.plus(inPlace), inPlace);
      Rows out = Rows.of(new float[7 * 40], 40);
      kernels().multiply(a, 7, matrix, Epilogue.NONE.plus(apart), out);
      for (int i = 0; i < 7 * 40; i++) {
        assertThat(Reference.at(inPlace, i / 40, i % 40)).isEqualTo(out.data()[i]);
      }
    }
  }

  @Test
  default void largeActivationsNeitherOverflowNorVanish() {
    float[] values = {-1e4f, -100, -20, -1e-6f, 0, 1e-6f, 20, 100, 1e4f};
    float[] identity = {1};
    for (Activation activation : Activation.values()) {
      Epilogue epilogue = Epilogue.NONE.then(activation);
      check(
          Rows.of(values, 1),
          values.length,
          identity,
          1,
          1,
          epilogue,
          Rows.of(new float[values.length], 1));
    }
  }

  private void check(
      Rows a, int rows, float[] b, int inner, int columns, Epilogue epilogue, Rows out) {
    double[] exact =
        new Reference(Arithmetic.FLOAT64).multiply(a, rows, b, inner, columns, epilogue);
    double[] naive =
        new Reference(Arithmetic.FLOAT32).multiply(a, rows, b, inner, columns, epilogue);
    float[] around = out.data().clone();
    try (PackedMatrix matrix = kernels().pack(b, inner, columns)) {
      assertThat(matrix.rows()).isEqualTo(inner);
      assertThat(matrix.columns()).isEqualTo(columns);
      kernels().multiply(a, rows, matrix, epilogue, out);
    }
    Closeness.check("product with " + epilogue.activation(), out, rows, columns, exact, naive);
    Failures.assertUntouched(around, out, rows, columns);
  }

  @Test
  default void aRowDoesNotDependOnTheOthers() {
    Draws draws = new Draws(8);
    int rows = slow() ? 9 : 61;
    Rows a = draws.strided(rows, 67);
    float[] b = draws.normal(67 * 75, 0.3);
    LayerNorm norm = new LayerNorm(draws.normal(75, 1), draws.normal(75, 1), 1e-5f);
    Epilogue epilogue = Epilogue.bias(draws.normal(75, 1)).then(Activation.GELU).normalised(norm);
    try (PackedMatrix matrix = kernels().pack(b, 67, 75)) {
      float[] together = new float[rows * 75];
      kernels().multiply(a, rows, matrix, epilogue, Rows.of(together, 75));
      for (int i = 0; i < rows; i++) {
        float[] alone = new float[75];
        Rows row = new Rows(a.data(), a.offset() + i * a.stride(), a.stride());
        kernels().multiply(row, 1, matrix, epilogue, Rows.of(alone, 75));
        assertThat(alone).isEqualTo(Arrays.copyOfRange(together, i * 75, (i + 1) * 75));
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"0, 4", "1, 1", "3, 7", "5, 64", "4, 129", "2, 1000"})
  default void aLayerNormIsRightInPlaceToo(int rows, int width) {
    Draws draws = new Draws(width);
    Rows in = draws.strided(rows, width);
    LayerNorm norm = new LayerNorm(draws.normal(width, 1), draws.normal(width, 1), 1e-5f);
    double[] exact = new Reference(Arithmetic.FLOAT64).layerNorm(in, rows, norm);
    double[] naive = new Reference(Arithmetic.FLOAT32).layerNorm(in, rows, norm);
    Rows out = draws.strided(rows, width);
    kernels().layerNorm(in, rows, norm, out);
    Closeness.check("layer norm", out, rows, width, exact, naive);
    kernels().layerNorm(in, rows, norm, in);
    Closeness.check("layer norm in place", in, rows, width, exact, naive);
  }

  @Test
  default void rowsAreGatheredAndAdded() {
    Draws draws = new Draws(5);
    int width = 19;
    float[] weights = draws.normal(23 * width, 1);
    int[] ids = {22, -1, 0, 5, 5, -1, 11};
    Rows out = draws.strided(ids.length, width);
    float[] before = out.data().clone();
    try (EmbeddingTable table = kernels().table(weights, 23, width)) {
      kernels().gather(table, ids, ids.length, true, out);
      for (int i = 0; i < ids.length * width; i++) {
        int row = i / width;
        float entry = ids[row] < 0 ? 0 : weights[ids[row] * width + i % width];
        float old = before[out.offset() + row * out.stride() + i % width];
        assertThat(Reference.at(out, row, i % width)).isEqualTo(old + entry);
      }
      kernels().gather(table, ids, ids.length, false, out);
      for (int i = 0; i < ids.length * width; i++) {
        int row = i / width;
        float entry = ids[row] < 0 ? 0 : weights[ids[row] * width + i % width];
        assertThat(Reference.at(out, row, i % width)).isEqualTo(entry);
      }
      kernels().gather(table, new int[0], 0, false, out);
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().gather(table, new int[] {23}, 1, false, out));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().gather(table, new int[] {-2}, 1, false, out));
    }
  }

  @Test
  default void operandsThatDisagreeAreRefused() {
    Rows a = Rows.of(new float[12], 4);
    try (PackedMatrix matrix = kernels().pack(new float[20], 4, 5)) {
      Rows out = Rows.of(new float[15], 5);
      kernels().multiply(a, 3, matrix, Epilogue.NONE, out);
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().multiply(a, 4, matrix, Epilogue.NONE, out));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().multiply(a, 3, matrix, Epilogue.bias(new float[4]), out));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().multiply(a, 3, matrix, Epilogue.NONE, Rows.of(new float[14], 5)));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().multiply(a, -1, matrix, Epilogue.NONE, out));
    }
    assertCode(StandardErrorCode.KERNEL_SHAPE_MISMATCH, () -> kernels().pack(new float[19], 4, 5));
    assertCode(StandardErrorCode.KERNEL_SHAPE_MISMATCH, () -> kernels().pack(new float[19], -4, 5));
  }

  @Test
  default void whatIsNotFiniteIsRefusedBeforeAnythingIsWritten() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int at : new int[] {0, 5, 36}) {
        float[] values = new Draws(1).normal(37, 1);
        values[at] = bad;
        assertCode(StandardErrorCode.KERNEL_INPUT_NOT_FINITE, () -> kernels().pack(values, 1, 37));
        float[] out = new float[3];
        try (PackedMatrix matrix = kernels().pack(new float[37 * 3], 37, 3)) {
          assertCode(
              StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
              () ->
                  kernels()
                      .multiply(
                          Rows.of(values, 37),
                          1,
                          matrix,
                          Epilogue.bias(new float[] {1, 1, 1}),
                          Rows.of(out, 3)));
        }
        assertThat(out).containsOnly(0f);
      }
    }
  }

  @Test
  default void anOperandOfAnotherBackendIsRefused() {
    PackedMatrix foreign =
        new PackedMatrix() {
          @Override
          public int rows() {
            return 1;
          }

          @Override
          public int columns() {
            return 1;
          }

          @Override
          public void close() {
            // Nothing is held.
          }
        };
    assertCode(
        StandardErrorCode.KERNEL_OPERAND_FOREIGN,
        () ->
            kernels()
                .multiply(
                    Rows.of(new float[1], 1), 1, foreign, Epilogue.NONE, Rows.of(new float[1], 1)));
  }
}
