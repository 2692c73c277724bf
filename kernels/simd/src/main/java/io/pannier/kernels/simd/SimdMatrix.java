package io.pannier.kernels.simd;

import io.pannier.kernels.api.PackedMatrix;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * A right operand in panels: N is cut into panels of {@link #PANEL} columns, and each lies in
 * memory row after row, so that the micro-kernel reads it from front to back. The last panel is
 * only as many vectors wide as it must be; its missing columns are zeros.
 */
final class SimdMatrix implements PackedMatrix {
  /** Vectors of a full panel. */
  static final int VECTORS = TileShape.CHOSEN.vectors();

  /** Columns of a full panel. */
  static final int PANEL = VECTORS * Lanes.COUNT;

  private final float[] panels;
  private final int rows;
  private final int columns;

  SimdMatrix(float[] matrix, int rows, int columns) {
    long padded = (long) rows * Lanes.roundUp(columns);
    if (padded > Integer.MAX_VALUE - 2 * CacheLine.FLOATS) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "a matrix of " + rows + " x " + columns + " is too large for one array; cut its columns");
    }
    this.rows = rows;
    this.columns = columns;
    this.panels = new float[CacheLine.START + (int) padded];
    for (int p = 0; p < panelCount(); p++) {
      int width = vectors(p) * Lanes.COUNT;
      int used = Math.min(width, columns - p * PANEL);
      for (int k = 0; k < rows; k++) {
        System.arraycopy(matrix, k * columns + p * PANEL, panels, start(p) + k * width, used);
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  int panelCount() {
    return (columns + PANEL - 1) / PANEL;
  }

  /** Vectors of panel p. */
  int vectors(int p) {
    return Math.min(VECTORS, Lanes.vectors(columns - p * PANEL));
  }

  float[] panels() {
    return panels;
  }

  /** Where panel p begins in {@link #panels}. */
  int start(int p) {
    return CacheLine.START + p * PANEL * rows;
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
