package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.Precision;

/**
 * Panels in a lower precision, packed into ints so that every vector width reads them alike.
 *
 * <p>BF16: the low half of lane i belongs to item i of an even vector of the panel, the high half
 * to item i of the next; shifting the one and masking the other gives floats.
 *
 * <p>INT8: the bytes of lane i belong to item i of four vectors, lowest first. A byte is brought to
 * the top of the int by one shift and then converted as it is, with the bytes below it still there:
 * they add a fraction of a step, which is known when an item is quantized and subtracted then. So
 * the scan needs no masking, and the error stays half a step.
 */
final class QuantizedPanels {
  /** How far ahead a scan reads, in ints: as many are there behind the last panel. */
  static final int AHEAD = 32 * CacheLine.FLOATS;

  private static final int STEPS = 127;

  private final Precision precision;
  private final int width;
  private final int size;
  private final int[][] panels;

  QuantizedPanels(Precision precision, int chunks, int width) {
    this.precision = precision;
    this.width = width;
    this.panels = new int[chunks][];
    this.size = head(precision) + width * stride(precision);
  }

  /** Vectors of items that share an int. */
  private static int sharing(Precision precision) {
    return precision == Precision.INT8 ? 4 : 2;
  }

  /** Ints before a panel's items: a scale of each, as the bits of a float. */
  private static int head(Precision precision) {
    return precision == Precision.INT8 ? SimdCatalogue.PANEL : 0;
  }

  /** Ints of one element of all of a panel's items. */
  static int stride(Precision precision) {
    int sharing = sharing(precision);
    return (SimdCatalogue.VECTORS + sharing - 1) / sharing * COUNT;
  }

  /**
   * Quantizes one chunk.
   *
   * @param values of all items, row-major
   */
  void fill(int chunk, SimdCatalogue items, float[] values) {
    int panelCount = items.panelsOf(chunk);
    panels[chunk] = new int[CacheLine.START + panelCount * size + AHEAD];
    for (int p = 0; p < panelCount; p++) {
      for (int lane = 0; lane < SimdCatalogue.PANEL; lane++) {
        int item = items.item(chunk * SimdCatalogue.CHUNK_PANELS + p, lane);
        if (item < items.items()) {
          fill(chunk, p, lane, values, item * width);
        }
      }
    }
  }

  private void fill(int chunk, int panel, int lane, float[] values, int from) {
    int sharing = sharing(precision);
    int stride = stride(precision);
    int vector = lane / COUNT;
    int start = CacheLine.START + panel * size;
    int base = start + head(precision) + vector / sharing * COUNT + lane % COUNT;
    if (precision == Precision.INT8) {
      float step = step(values, from);
      // The scan's products are 2^24 too large, because bytes are read from the top of an int.
      panels[chunk][start + lane] = Float.floatToRawIntBits(step / (1 << 24));
      fillBytes(panels[chunk], base, stride, vector % sharing, values, from, step);
    } else {
      fillHalves(panels[chunk], base, stride, vector % sharing, values, from);
    }
  }

  private float step(float[] rows, int start) {
    float largest = 0;
    for (int k = 0; k < width; k++) {
      largest = Math.max(largest, Math.abs(rows[start + k]));
    }
    // A step of at least the smallest normal number keeps its quotients finite.
    return Math.max(largest / STEPS, Float.MIN_NORMAL);
  }

  private void fillBytes(
      int[] to, int base, int stride, int place, float[] rows, int start, float step) {
    int shift = place * Byte.SIZE;
    int below = (1 << shift) - 1;
    float unit = 1 << shift;
    for (int k = 0; k < width; k++) {
      int at = base + k * stride;
      float fraction = (to[at] & below) / unit;
      int level = Math.round(rows[start + k] / step - fraction);
      level = Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, level));
      to[at] |= (level & 0xff) << shift;
    }
  }

  private void fillHalves(int[] to, int base, int stride, int place, float[] rows, int start) {
    for (int k = 0; k < width; k++) {
      int bits = Float.floatToRawIntBits(rows[start + k]);
      // Round to nearest even: half a unit less one, plus the unit's own last bit.
      int rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
      to[base + k * stride] |= rounded << (place * Short.SIZE);
    }
  }

  int[] chunk(int panel) {
    return panels[panel / SimdCatalogue.CHUNK_PANELS];
  }

  int start(int panel) {
    return CacheLine.START + panel % SimdCatalogue.CHUNK_PANELS * size;
  }

  long bytes() {
    long bytes = 0;
    for (int[] chunk : panels) {
      bytes += (long) chunk.length * Integer.BYTES;
    }
    return bytes;
  }
}
