package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;

/**
 * Scores one panel of items after the other for all queries, and hands on the rows of scores in
 * which one exceeds the query's bar. Each worker has its own.
 */
final class PanelScan {
  /** Takes rows of scores that hold something. */
  @FunctionalInterface
  interface Found {
    /**
     * @param first the query of the tile's first row
     * @param rows of the tile with a score above the bar, as bits
     * @param tile (rows, {@link SimdCatalogue#PANEL})
     */
    void offer(int first, long rows, float[] tile, int panel, int worker);
  }

  private static final int WIDTH = SimdCatalogue.PANEL;
  private static final int VECTORS = SimdCatalogue.VECTORS;

  /** Queries of a tile of four vectors. */
  private static final int ROWS = 6;

  /** Queries from which a panel is unpacked once instead of being read by each. */
  private static final int UNPACK_FROM = 6;

  private final Found found;
  private final int worker;
  private final float[] tile = new float[8 * WIDTH + COUNT];
  private final float[] zeros = new float[WIDTH];
  private float[] unpacked = new float[0];

  PanelScan(Found found, int worker) {
    this.found = found;
    this.worker = worker;
  }

  /**
   * @param bars what a score must exceed, for each query
   */
  void score(SimdCatalogue items, int panel, Rows queries, int count, float[] bars) {
    if (items.precision() == Precision.FP32) {
      int next = Math.min(panel + 1, items.panelCount() - 1);
      float[] floats = items.chunk(panel);
      int p0 = items.start(panel);
      score(
          items.width(),
          floats,
          p0,
          items.chunk(next),
          items.start(next),
          panel,
          queries,
          count,
          bars);
    } else if (count < UNPACK_FROM) {
      straight(items, panel, queries, count, bars);
    } else {
      unpack(items, panel);
      score(items.width(), unpacked, 0, unpacked, 0, panel, queries, count, bars);
    }
  }

  private void score(
      int width,
      float[] floats,
      int p0,
      float[] next,
      int n0,
      int panel,
      Rows queries,
      int count,
      float[] bars) {
    if (VECTORS == 4 && count > 1) {
      wide(width, floats, p0, next, n0, panel, queries, count, bars);
    } else {
      narrow(width, floats, p0, panel, queries, count, bars);
    }
  }

  private void narrow(
      int width, float[] floats, int p0, int panel, Rows queries, int count, float[] bars) {
    int rows = MicroKernels.rows(VECTORS);
    int stride = queries.stride();
    for (int q = 0; q < count; q += rows) {
      int n = Math.min(rows, count - q);
      int q0 = queries.offset() + q * stride;
      MicroKernels.multiply(
          VECTORS, width, queries.data(), q0, stride, n, floats, p0, zeros, 0, 0, tile, 0, WIDTH);
      found.offer(q, ScoreBars.above(tile, n, bars, q), tile, panel, worker);
    }
  }

  /** The tiles share out the reading of the next panel. */
  private void wide(
      int width,
      float[] floats,
      int p0,
      float[] next,
      int n0,
      int panel,
      Rows queries,
      int count,
      float[] bars) {
    int linesOfPanel = width * WIDTH / CacheLine.FLOATS;
    int tiles = (count + ROWS - 1) / ROWS;
    int lines = Math.min(width, (linesOfPanel + tiles - 1) / tiles);
    int stride = queries.stride();
    for (int q = 0; q < count; q += ROWS) {
      int last = Math.min(ROWS, count - q) - 1;
      int q0 = queries.offset() + q * stride;
      int ahead = n0 + Math.min(q / ROWS * lines, linesOfPanel - lines) * CacheLine.FLOATS;
      long above =
          ScanTile6x4.multiply(
              width,
              queries.data(),
              q0,
              stride,
              last,
              floats,
              p0,
              bars,
              q,
              tile,
              next,
              ahead,
              lines);
      found.offer(q, above, tile, panel, worker);
    }
  }

  private void unpack(SimdCatalogue items, int panel) {
    QuantizedPanels from = items.quantized();
    int width = items.width();
    if (unpacked.length < width * WIDTH) {
      unpacked = new float[width * WIDTH];
    }
    if (items.precision() == Precision.INT8) {
      PanelDecoder.unpackBytes(VECTORS, width, from.chunk(panel), from.start(panel), unpacked);
    } else {
      PanelDecoder.unpackHalves(VECTORS, width, from.chunk(panel), from.start(panel), unpacked);
    }
  }

  /** Few queries over one panel of a lower precision, each for itself. */
  private void straight(SimdCatalogue items, int panel, Rows queries, int count, float[] bars) {
    QuantizedPanels from = items.quantized();
    int[] chunk = from.chunk(panel);
    int p0 = from.start(panel);
    int width = items.width();
    float[] query = queries.data();
    for (int q = 0; q < count; q++) {
      int q0 = queries.offset() + q * queries.stride();
      boolean any;
      if (items.precision() == Precision.BF16) {
        int stride = QuantizedPanels.stride(Precision.BF16);
        for (int v = 0; v < VECTORS; v += 2) {
          int pair = p0 + v / 2 * COUNT;
          PanelDecoder.halves(width, query, q0, chunk, pair, stride, tile, v * COUNT);
        }
        any = ScoreBars.above(tile, 1, bars, q) != 0;
      } else if (VECTORS == 4) {
        any = PanelDecoder.bytes4(width, query, q0, chunk, p0, bars[q], tile);
      } else {
        any = PanelDecoder.bytes2(width, query, q0, chunk, p0, bars[q], tile);
      }
      if (any) {
        found.offer(q, 1, tile, panel, worker);
      }
    }
  }
}
