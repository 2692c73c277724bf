package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Precision;
import java.util.Arrays;

/**
 * Items in panels of {@link #PANEL}: within a panel element k of all its items lies together, so
 * that the scores of a panel are a product with the query broadcast, and a scan reads memory from
 * front to back. Panels are grouped into chunks, each an array of its own, so no catalogue is too
 * large for one.
 *
 * <p>The lower precisions pack one vector of items into each byte or half of an int, and keep the
 * fp32 rows beside the panels for the second pass.
 */
final class SimdCatalogue implements Catalogue {
  static final int VECTORS = SimdMatrix.VECTORS;

  /** Items of a panel. */
  static final int PANEL = VECTORS * COUNT;

  /** Panels of a chunk. */
  static final int CHUNK_PANELS = 1024;

  private static final int CHUNK_ITEMS = CHUNK_PANELS * PANEL;

  private final int items;
  private final int width;
  private final Precision precision;
  private final float[][] panels;
  private final QuantizedPanels quantized;
  private final float[][] rows;

  SimdCatalogue(float[] values, int items, int width, Precision precision) {
    this.items = items;
    this.width = width;
    this.precision = precision;
    int chunks = (items + CHUNK_ITEMS - 1) / CHUNK_ITEMS;
    boolean exact = precision == Precision.FP32;
    this.panels = new float[exact ? chunks : 0][];
    this.rows = new float[exact ? 0 : chunks][];
    this.quantized = new QuantizedPanels(precision, exact ? 0 : chunks, width);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = chunk * CHUNK_ITEMS;
      int count = Math.min(CHUNK_ITEMS, items - first);
      if (exact) {
        panels[chunk] = panels(values, first, count);
      } else {
        rows[chunk] = Arrays.copyOfRange(values, first * width, (first + count) * width);
        quantized.fill(chunk, rows[chunk], count);
      }
    }
  }

  private float[] panels(float[] values, int first, int count) {
    int panelCount = (count + PANEL - 1) / PANEL;
    float[] chunk = new float[panelCount * PANEL * width];
    for (int i = 0; i < count; i++) {
      int to = i / PANEL * PANEL * width + i % PANEL;
      int from = (first + i) * width;
      for (int k = 0; k < width; k++) {
        chunk[to + k * PANEL] = values[from + k];
      }
    }
    return chunk;
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public long bytes() {
    long bytes = quantized.bytes();
    for (float[] chunk : panels) {
      bytes += (long) chunk.length * Float.BYTES;
    }
    for (float[] chunk : rows) {
      bytes += (long) chunk.length * Float.BYTES;
    }
    return bytes;
  }

  int panelCount() {
    return (items + PANEL - 1) / PANEL;
  }

  /** The chunk of a panel, FP32 only. */
  float[] chunk(int panel) {
    return panels[panel / CHUNK_PANELS];
  }

  /** Where a panel begins in its chunk. */
  int start(int panel) {
    return panel % CHUNK_PANELS * PANEL * width;
  }

  QuantizedPanels quantized() {
    return quantized;
  }

  /** The exact score, for the precisions that keep rows. */
  float score(float[] query, int q0, int item) {
    float[] row = rows[item / CHUNK_ITEMS];
    int start = item % CHUNK_ITEMS * width;
    float sum = 0;
    for (int k = 0; k < width; k++) {
      sum = Math.fma(query[q0 + k], row[start + k], sum);
    }
    return sum;
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
