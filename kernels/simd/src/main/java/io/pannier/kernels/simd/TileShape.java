package io.pannier.kernels.simd;

/**
 * The micro-kernel that this machine runs fastest, found once per JVM.
 *
 * @param rows of a tile
 * @param vectors of a panel: 4 or 2, so that lower precisions fill whole ints
 * @param gigaflops that it reached in the self-test; 0 if it was not measured
 */
record TileShape(int rows, int vectors, double gigaflops) {
  static final TileShape CHOSEN = TileRace.choose();

  /** Rows of the kernel with two vectors: as many as the registers hold. */
  static final int ROWS_OF_TWO = CHOSEN.vectors == 2 ? CHOSEN.rows : Lanes.COUNT >= 16 ? 8 : 6;
}
