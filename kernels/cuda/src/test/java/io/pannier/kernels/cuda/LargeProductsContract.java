package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.testkit.Arithmetic;
import io.pannier.kernels.testkit.Closeness;
import io.pannier.kernels.testkit.Draws;
import io.pannier.kernels.testkit.Reference;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Large products through cuBLAS: right, and the same bits however many rows come along. It is run
 * by {@link CublasTest} in a JVM with a cuBLAS of the tests' own, and by hand on a machine with a
 * GPU.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LargeProductsContract {
  private static final int MOST = 700;

  /** Rows that are compared with float64 are so far apart; some of them lie in each block. */
  private static final int STEP = 53;

  private CudaDevice device;
  private CudaKernels kernels;

  @SuppressWarnings("NullAway.Init")
  LargeProductsContract() {}

  @BeforeAll
  void open() {
    device = JcudaContract.device();
    kernels = CudaKernels.open(device, KernelOptions.defaults().deviceMemory());
  }

  @AfterAll
  void close() {
    kernels.close();
    device.close();
  }

  @Test
  void cublasIsUsed() {
    assertThat(kernels.description()).endsWith(", cuBLAS for large products");
  }

  /** The second is narrow enough for the norm that the own kernel fuses. */
  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1030, 1019", "4201, 250"})
  void aLargeProductIsRightAndARowDoesNotDependOnTheOthers(int inner, int columns) {
    Draws draws = new Draws(inner);
    Rows a = draws.strided(MOST, inner);
    float[] b = draws.normal(inner * columns, 1 / Math.sqrt(inner));
    Epilogue bias = Epilogue.bias(draws.normal(columns, 1));
    Rows residual = draws.strided(MOST, columns);
    LayerNorm norm = new LayerNorm(draws.normal(columns, 1), draws.normal(columns, 1), 1e-5f);
    try (PackedMatrix matrix = kernels.pack(b, inner, columns)) {
      for (Epilogue epilogue :
          List.of(
              Epilogue.NONE,
              bias.then(Activation.GELU),
              bias.then(Activation.SILU).plus(residual),
              Epilogue.NONE.plus(residual).normalised(norm))) {
        float[] all = multiply(a, MOST, matrix, epilogue);
        check(a, b, inner, columns, epilogue, all);
        for (int rows : new int[] {1, 255, 256, 257}) {
          assertThat(multiply(a, rows, matrix, epilogue))
              .as("%s rows", rows)
              .isEqualTo(Arrays.copyOf(all, rows * columns));
        }
      }
    }
  }

  private float[] multiply(Rows a, int rows, PackedMatrix matrix, Epilogue epilogue) {
    float[] c = new float[rows * matrix.columns()];
    kernels.multiply(a, rows, matrix, epilogue, Rows.of(c, matrix.columns()));
    return c;
  }

  private static void check(
      Rows a, float[] b, int inner, int columns, Epilogue epilogue, float[] all) {
    int rows = (MOST + STEP - 1) / STEP;
    Rows residual = epilogue.residual();
    Epilogue same = residual == null ? epilogue : epilogue.plus(sparse(residual));
    Closeness.check(
        "large product with " + epilogue.activation(),
        sparse(Rows.of(all, columns)),
        rows,
        columns,
        new Reference(Arithmetic.FLOAT64).multiply(sparse(a), rows, b, inner, columns, same),
        new Reference(Arithmetic.FLOAT32).multiply(sparse(a), rows, b, inner, columns, same));
  }

  private static Rows sparse(Rows rows) {
    return new Rows(rows.data(), rows.offset(), STEP * rows.stride());
  }
}
