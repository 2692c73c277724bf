package io.pannier.kernels.simd;

/**
 * How wide the panels of this machine are.
 *
 * @param vectors of a panel, 1 to {@link Lanes#MOST_VECTORS}
 */
record TileShape(int vectors) {
  /** With 32 registers a tile of 6 x 4 vectors fits; with 16, two vectors a row do. */
  static final TileShape CHOSEN = new TileShape(Lanes.COUNT >= 16 ? 4 : 2);
}
