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
 * <p>Items are dealt out to the panels like cards: neighbours, which often resemble each other, lie
 * in different panels. So any run of panels is a fair sample of the catalogue, whatever order its
 * owner keeps it in, and no order makes a scan meet its best items last.
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
  private final int panelCount;
  private final Precision precision;
  private final float[][] panels;
  private final QuantizedPanels quantized;
  private final float[][] rows;

  SimdCatalogue(float[] values, int items, int width, Precision precision) {
    this.items = items;
    this.width = width;
    this.precision = precision;
    this.panelCount = (items + PANEL - 1) / PANEL;
    int chunks = (panelCount + CHUNK_PANELS - 1) / CHUNK_PANELS;
    boolean exact = precision == Precision.FP32;
    this.panels = new float[exact ? chunks : 0][];
    this.rows = new float[exact ? 0 : chunks][];
    this.quantized = new QuantizedPanels(precision, exact ? 0 : chunks, width);
    for (int chunk = 0; chunk < chunks; chunk++) {
      if (exact) {
        panels[chunk] = panels(values, chunk);
      } else {
        int first = chunk * CHUNK_ITEMS;
        int count = Math.min(CHUNK_ITEMS, items - first);
        rows[chunk] = Arrays.copyOfRange(values, first * width, (first + count) * width);
        quantized.fill(chunk, this, values);
      }
    }
  }

  private float[] panels(float[] values, int index) {
    int size = PANEL * width;
    float[] chunk = new float[CacheLine.START + panelsOf(index) * size];
    for (int p = 0; p < panelsOf(index); p++) {
      int start = CacheLine.START + p * size;
      for (int lane = 0; lane < PANEL; lane++) {
        int item = item(index * CHUNK_PANELS + p, lane);
        for (int k = 0; item < items && k < width; k++) {
          chunk[start + k * PANEL + lane] = values[item * width + k];
        }
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
    return panelCount;
  }

  /** Panels of a chunk: the last one may have fewer. */
  int panelsOf(int chunk) {
    return Math.min(CHUNK_PANELS, panelCount - chunk * CHUNK_PANELS);
  }

  /** The item of a lane, or a number of {@link #items} or more where the lane has none. */
  int item(int panel, int lane) {
    return lane * panelCount + panel;
  }

  /** The chunk of a panel, FP32 only. */
  float[] chunk(int panel) {
    return panels[panel / CHUNK_PANELS];
  }

  /** Where a panel begins in its chunk. */
  int start(int panel) {
    return CacheLine.START + panel % CHUNK_PANELS * PANEL * width;
  }

  QuantizedPanels quantized() {
    return quantized;
  }

  /**
   * The exact scores of four items, for the precisions that keep rows. Rows lie anywhere in memory:
   * four at a time are waited for together, and so are four sums.
   *
   * @param to (4)
   */
  void scores(float[] query, int q0, int a, int b, int c, int d, float[] to) {
    float[] rowA = rows[a / CHUNK_ITEMS];
    float[] rowB = rows[b / CHUNK_ITEMS];
    float[] rowC = rows[c / CHUNK_ITEMS];
    float[] rowD = rows[d / CHUNK_ITEMS];
    int startA = a % CHUNK_ITEMS * width;
    int startB = b % CHUNK_ITEMS * width;
    int startC = c % CHUNK_ITEMS * width;
    int startD = d % CHUNK_ITEMS * width;
    float sumA = 0;
    float sumB = 0;
    float sumC = 0;
    float sumD = 0;
    for (int k = 0; k < width; k++) {
      float x = query[q0 + k];
      sumA = Math.fma(x, rowA[startA + k], sumA);
      sumB = Math.fma(x, rowB[startB + k], sumB);
      sumC = Math.fma(x, rowC[startC + k], sumC);
      sumD = Math.fma(x, rowD[startD + k], sumD);
    }
    to[0] = sumA;
    to[1] = sumB;
    to[2] = sumC;
    to[3] = sumD;
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
