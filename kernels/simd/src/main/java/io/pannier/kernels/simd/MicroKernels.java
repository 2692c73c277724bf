package io.pannier.kernels.simd;

/**
 * The inner loops of every product: a tile of a few rows by up to four vectors of columns is held
 * in registers while k runs (Goto and van de Geijn, 2008; Van Zee and van de Geijn, BLIS, 2015).
 * The left operand is read where it lies, one element broadcast at a time; the right one is a panel
 * of as many columns as the tile, row after row.
 *
 * <p>Whatever the shape of the tile and however k is cut into blocks, an element of the result is
 * one chain of fused multiply-adds in the order of k, which starts at {@code init}: therefore no
 * result depends on the number of rows, the width of the vectors or the number of threads.
 *
 * <p>Each kernel is a static method of its own with one loop and no branch, which is what the
 * compiler allocates registers well for. A tile with fewer rows than the kernel repeats its last
 * one: it computes the same and writes it to the same place.
 */
final class MicroKernels {
  private MicroKernels() {}

  /** Rows of the tile with so many vectors. */
  static int rows(int vectors) {
    return switch (vectors) {
      case 1 -> 8;
      case 2 -> TileShape.ROWS_OF_TWO;
      default -> 6;
    };
  }

  /**
   * c[r, :] = init[r, :] + Σ_k a[r, k] · b[k, :].
   *
   * @param vectors of the panel, 1 to {@link Lanes#MOST_VECTORS}
   * @param depth K, which may be 0
   * @param a0 where a's first row begins
   * @param rows 1 to {@link #rows}
   * @param b0 where the panel's row 0 begins
   * @param init where the chains start: zeros or a bias with stride 0, or the product so far
   */
  static void multiply(
      int vectors,
      int depth,
      float[] a,
      int a0,
      int aStride,
      int rows,
      float[] b,
      int b0,
      float[] init,
      int i0,
      int iStride,
      float[] c,
      int c0,
      int cStride) {
    int last = rows - 1;
    if (last == 0) {
      single(vectors, depth, a, a0, aStride, b, b0, init, i0, iStride, c, c0, cStride);
      return;
    }
    switch (vectors) {
      case 4 ->
          Tile6x4.multiply(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
      case 3 ->
          Tile6x3.multiply(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
      case 2 -> two(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
      default ->
          Tile8x1.multiply(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
    }
  }

  private static void two(
      int depth,
      float[] a,
      int a0,
      int aStride,
      int last,
      float[] b,
      int b0,
      float[] init,
      int i0,
      int iStride,
      float[] c,
      int c0,
      int cStride) {
    if (TileShape.ROWS_OF_TWO == 8) {
      Tile8x2.multiply(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
    } else {
      Tile6x2.multiply(depth, a, a0, aStride, last, b, b0, init, i0, iStride, c, c0, cStride);
    }
  }

  private static void single(
      int vectors,
      int depth,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int b0,
      float[] init,
      int i0,
      int iStride,
      float[] c,
      int c0,
      int cStride) {
    switch (vectors) {
      case 4 ->
          Tile1x4.multiply(depth, a, a0, aStride, 0, b, b0, init, i0, iStride, c, c0, cStride);
      case 3 ->
          Tile1x3.multiply(depth, a, a0, aStride, 0, b, b0, init, i0, iStride, c, c0, cStride);
      case 2 ->
          Tile1x2.multiply(depth, a, a0, aStride, 0, b, b0, init, i0, iStride, c, c0, cStride);
      default ->
          Tile1x1.multiply(depth, a, a0, aStride, 0, b, b0, init, i0, iStride, c, c0, cStride);
    }
  }
}
