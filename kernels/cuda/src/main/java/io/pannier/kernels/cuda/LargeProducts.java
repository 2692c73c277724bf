package io.pannier.kernels.cuda;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Products with a large right operand, by the library of the device's maker where there is one.
 *
 * <p>Such a library chooses its algorithm by the shape, and another algorithm rounds otherwise. A
 * result must not depend on how many rows came along, so what goes to the library is decided by the
 * matrix, never by the call, and the rows go in blocks of one size: it sees one shape for a matrix,
 * at addresses aligned alike.
 */
final class LargeProducts implements AutoCloseable {
  private static final int BLOCK = 256;

  /** Elements of the least matrix whose product is worth the rows that fill a block up. */
  private static final long LEAST = 1 << 20;

  private final CudaDriver.@Nullable Blas blas;
  private final String problem;

  private LargeProducts(CudaDriver.@Nullable Blas blas, String problem) {
    this.blas = blas;
    this.problem = problem;
  }

  /** Never fails: without the library no product is taken. */
  static LargeProducts open(CudaDriver driver, CudaDriver.Stream stream) {
    try {
      return new LargeProducts(driver.blas(stream), "");
    } catch (RuntimeException | LinkageError e) {
      // JCuda's messages go on for many lines.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
      return new LargeProducts(null, reason);
    }
  }

  /** What makes them, and if it is not cuBLAS, why. */
  String description() {
    return blas == null ? own(problem) : "cuBLAS for large products";
  }

  /** The same where a problem is known. */
  static String own(String problem) {
    return "own kernel for large products, because " + problem;
  }

  boolean takes(DeviceArray matrix) {
    return blas != null && (long) matrix.rows() * matrix.width() >= LEAST;
  }

  /** The rows that operand and result must have room for. What fills them up may be anything. */
  static int padded(int rows) {
    return Lane.blocks(rows, BLOCK) * BLOCK;
  }

  /**
   * Multiplies; only for a matrix that is taken.
   *
   * @param a with {@link #padded} rows, from a multiple of {@link DeviceMemory#ALIGNMENT} on
   * @param c dense, likewise
   */
  void multiply(long a, int aStride, int rows, DeviceArray matrix, long c) {
    CudaDriver.Blas library = Objects.requireNonNull(blas);
    int columns = matrix.width();
    for (int from = 0; from < rows; from += BLOCK) {
      library.multiply(
          BLOCK,
          columns,
          matrix.rows(),
          a + (long) from * aStride * Float.BYTES,
          aStride,
          matrix.address(),
          matrix.stride(),
          c + (long) from * columns * Float.BYTES,
          columns);
    }
  }

  @Override
  public void close() {
    if (blas != null) {
      blas.close();
    }
  }
}
