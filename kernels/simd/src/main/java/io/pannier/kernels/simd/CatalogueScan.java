package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Scores all items for all queries and keeps the best, without ever writing the matrix of scores: a
 * tile of scores stays in the first-level cache and is compared with each query's threshold, the
 * worst score that it still keeps. Only the rare item above it is looked at.
 *
 * <p>A lower precision does the same with approximate scores, keeps some multiple of k, and scores
 * those again in fp32. It pays where reading the items is what takes the time, which is for one or
 * a few queries; for many the arithmetic takes longer than the reading, and it is fp32 in any case.
 */
final class CatalogueScan implements WorkCrew.Work {
  /** Panels of a part. */
  private static final int PART = 32;

  /** Multiplications below which handing work over takes longer than doing it. */
  private static final long ALONE = 400_000;

  /** Queries from which a panel is unpacked once instead of being read by each. */
  private static final int UNPACK_FROM = 6;

  private static final int WIDTH = SimdCatalogue.PANEL;

  private final WorkCrew crew;
  private final BestItems[] best;
  private final float[][] tiles;
  private final float[][] unpacked;
  private final BestItems merged = new BestItems();
  private final BestItems exact = new BestItems();

  /** What a score must exceed to be looked at, for each query. */
  private float[] bars = new float[0];

  private final float[] zeros = new float[WIDTH];

  private @Nullable SimdCatalogue catalogue;
  private Rows queries = new Rows(zeros, 0, 0);
  private int count;
  private long @Nullable [] hidden;

  CatalogueScan(WorkCrew crew) {
    this.crew = crew;
    this.best = new BestItems[crew.workers()];
    Arrays.setAll(best, worker -> new BestItems());
    this.tiles = new float[crew.workers()][8 * WIDTH];
    this.unpacked = new float[crew.workers()][0];
  }

  void topK(SimdCatalogue items, Rows asked, int asking, long @Nullable [] hiding, TopK out) {
    catalogue = items;
    queries = asked;
    count = asking;
    hidden = hiding;
    boolean first = items.precision() != Precision.FP32;
    int keep = Math.min(first ? 2 * out.k() + 16 : out.k(), Math.max(1, items.items()));
    prepare(asking, keep);
    int parts = asking == 0 ? 0 : (items.panelCount() + PART - 1) / PART;
    if ((long) items.items() * items.width() * asking > ALONE) {
      crew.run(this, parts);
    } else {
      crew.alone(this, parts);
    }
    merge(keep);
    if (first) {
      scoreAgain(items, out);
    } else {
      drain(merged, out);
    }
    catalogue = null;
    hidden = null;
  }

  private void prepare(int asking, int keep) {
    for (BestItems heap : best) {
      heap.reset(asking, keep);
    }
    if (bars.length < asking) {
      bars = new float[asking];
    }
    Arrays.fill(bars, 0, asking, Float.NEGATIVE_INFINITY);
  }

  /** The best of all workers: which of them met an item must not matter. */
  private void merge(int keep) {
    merged.reset(count, keep);
    for (int q = 0; q < count; q++) {
      for (BestItems heap : best) {
        for (int i = 0; i < heap.size(q); i++) {
          merged.offer(q, heap.score(q, i), heap.item(q, i));
        }
      }
    }
  }

  /** The second pass of a lower precision. */
  private void scoreAgain(SimdCatalogue items, TopK out) {
    exact.reset(count, out.k());
    for (int q = 0; q < count; q++) {
      int q0 = queries.offset() + q * queries.stride();
      for (int i = 0; i < merged.size(q); i++) {
        int item = merged.item(q, i);
        exact.offer(q, items.score(queries.data(), q0, item), item);
      }
    }
    drain(exact, out);
  }

  private void drain(BestItems from, TopK out) {
    for (int q = 0; q < count; q++) {
      from.drain(q, out);
    }
  }

  @Override
  public void run(int part, int worker) {
    SimdCatalogue items = catalogue;
    if (items == null) {
      return;
    }
    int end = Math.min(items.panelCount(), (part + 1) * PART);
    for (int panel = part * PART; panel < end; panel++) {
      if (items.precision() == Precision.FP32) {
        tiles(items.chunk(panel), items.start(panel), items.width(), panel, worker, false);
      } else if (count < UNPACK_FROM) {
        straight(items, panel, worker);
      } else {
        float[] floats = unpack(items, panel, worker);
        tiles(floats, 0, items.width(), panel, worker, true);
      }
    }
  }

  /** All queries over one fp32 panel. */
  private void tiles(float[] panel, int p0, int width, int index, int worker, boolean scaled) {
    float[] tile = tiles[worker];
    int rows = MicroKernels.rows(SimdCatalogue.VECTORS);
    for (int q = 0; q < count; q += rows) {
      int n = Math.min(rows, count - q);
      int q0 = queries.offset() + q * queries.stride();
      MicroKernels.multiply(
          SimdCatalogue.VECTORS,
          width,
          queries.data(),
          q0,
          queries.stride(),
          n,
          panel,
          p0,
          zeros,
          0,
          0,
          tile,
          0,
          WIDTH);
      for (int r = 0; r < n; r++) {
        collect(q + r, tile, r * WIDTH, index, worker, scaled);
      }
    }
  }

  private float[] unpack(SimdCatalogue items, int panel, int worker) {
    QuantizedPanels from = items.quantized();
    int width = items.width();
    if (unpacked[worker].length < width * WIDTH) {
      unpacked[worker] = new float[width * WIDTH];
    }
    float[] floats = unpacked[worker];
    if (items.precision() == Precision.INT8) {
      PanelDecoder.unpackBytes(
          SimdCatalogue.VECTORS, width, from.chunk(panel), from.start(panel), floats);
    } else {
      PanelDecoder.unpackHalves(
          SimdCatalogue.VECTORS, width, from.chunk(panel), from.start(panel), floats);
    }
    return floats;
  }

  /** Few queries over one panel of a lower precision. */
  private void straight(SimdCatalogue items, int panel, int worker) {
    QuantizedPanels from = items.quantized();
    int[] chunk = from.chunk(panel);
    int p0 = from.start(panel);
    int width = items.width();
    float[] tile = tiles[worker];
    for (int q = 0; q < count; q++) {
      int q0 = queries.offset() + q * queries.stride();
      if (items.precision() == Precision.BF16) {
        int stride = QuantizedPanels.stride(Precision.BF16);
        for (int v = 0; v < SimdCatalogue.VECTORS; v += 2) {
          PanelDecoder.halves(
              width, queries.data(), q0, chunk, p0 + v / 2 * COUNT, stride, tile, v * COUNT);
        }
      } else if (SimdCatalogue.VECTORS == 4) {
        PanelDecoder.bytes4(width, queries.data(), q0, chunk, p0, tile);
      } else {
        PanelDecoder.bytes2(width, queries.data(), q0, chunk, p0, tile);
      }
      collect(q, tile, 0, panel, worker, true);
    }
  }

  /** Offers what exceeds the query's threshold. */
  private void collect(int q, float[] tile, int from, int panel, int worker, boolean scaled) {
    SimdCatalogue items = catalogue;
    if (items == null) {
      return;
    }
    if (scaled && items.precision() == Precision.INT8) {
      QuantizedPanels quantized = items.quantized();
      scale(tile, from, quantized.scales(panel), quantized.scaleStart(panel));
    }
    if (any(tile, from, bars[q])) {
      offer(q, tile, from, panel * WIDTH, items.items(), best[worker]);
    }
  }

  /** Looks at the few lanes above the bar, in the order of their items. */
  private void offer(int q, float[] tile, int from, int firstItem, int items, BestItems heap) {
    int end = Math.min(WIDTH, items - firstItem);
    for (int v = 0; v < end; v += COUNT) {
      long lanes = above(tile, from + v, bars[q]);
      while (lanes != 0) {
        int i = v + Long.numberOfTrailingZeros(lanes);
        lanes &= lanes - 1;
        int item = firstItem + i;
        if (i < end && !isHidden(hidden, item)) {
          heap.offer(q, tile[from + i], item);
        }
      }
      raise(q, heap.threshold(q));
    }
  }

  /**
   * Raises the bar that all workers share: whatever one of them has k better items than is not
   * among the best k. An equal score must still pass, since its item may be lower; hence the next
   * float below. Two workers may write at once and the lower bar win: that costs a little work and
   * never an item.
   */
  private void raise(int q, float threshold) {
    float bar = Math.nextDown(threshold);
    if (bar > bars[q]) {
      bars[q] = bar;
    }
  }

  private static boolean isHidden(long @Nullable [] hidden, int item) {
    return hidden != null
        && item >> 6 < hidden.length
        && (hidden[item >> 6] >>> (item & 63) & 1) != 0;
  }

  private static void scale(float[] tile, int from, float[] scales, int s0) {
    for (int i = 0; i < WIDTH; i += COUNT) {
      FloatVector s = FloatVector.fromArray(FLOATS, scales, s0 + i);
      FloatVector.fromArray(FLOATS, tile, from + i).mul(s).intoArray(tile, from + i);
    }
  }

  private static boolean any(float[] tile, int from, float threshold) {
    long above = 0;
    for (int i = 0; i < WIDTH; i += COUNT) {
      above |= above(tile, from + i, threshold);
    }
    return above != 0;
  }

  /** The lanes above the threshold as bits: a mask that leaves a method may become an object. */
  private static long above(float[] tile, int at, float threshold) {
    return FloatVector.fromArray(FLOATS, tile, at).compare(VectorOperators.GT, threshold).toLong();
  }
}
