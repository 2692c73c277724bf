package io.pannier.kernels.simd;

import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores all items for all queries and keeps the best, without ever writing the matrix of scores: a
 * tile of scores stays in the first-level cache and is compared with each query's threshold, the
 * worst score that it still keeps. Only the rare item above it is looked at.
 *
 * <p>The threshold starts where a sample says that some more than k items are above it. Should
 * there be fewer, all items are scanned once more without.
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

  /** What a worker keeps is looked for among so many times more. */
  private static final int ROOM = 3;

  private static final int WIDTH = SimdCatalogue.PANEL;

  private static final int FOUR = 4;

  private final WorkCrew crew;
  private final BestItems[] best;
  private final PanelScan[] scans;
  private final float[] four = new float[FOUR];
  private final BestItems merged = new BestItems();
  private final BestItems exact = new BestItems();

  /** What a score must exceed to be looked at, for each query. */
  private float[] bars = new float[0];

  private float[] startingBars = bars;

  private @Nullable SimdCatalogue catalogue;
  private Rows queries = new Rows(bars, 0, 0);
  private int count;
  private int parts;
  private int firstPart;
  private long @Nullable [] hidden;

  CatalogueScan(WorkCrew crew) {
    this.crew = crew;
    this.best = new BestItems[crew.workers()];
    Arrays.setAll(best, worker -> new BestItems());
    this.scans = new PanelScan[crew.workers()];
    Arrays.setAll(scans, worker -> new PanelScan(this::offer, worker));
  }

  void topK(SimdCatalogue items, Rows asked, int asking, long @Nullable [] hiding, TopK out) {
    catalogue = items;
    queries = asked;
    count = asking;
    hidden = hiding;
    if (bars.length < asking) {
      bars = new float[asking];
      startingBars = new float[asking];
    }
    parts = asking == 0 ? 0 : (items.panelCount() + PART - 1) / PART;
    boolean first = items.precision() != Precision.FP32;
    search(Math.min(first ? 2 * out.k() + 16 : out.k(), Math.max(1, items.items())));
    if (first) {
      scoreAgain(items, out);
    } else {
      write(merged, out);
    }
    catalogue = null;
    hidden = null;
  }

  /** Merges the best {@code keep} of each query. */
  private void search(int keep) {
    Arrays.fill(startingBars, 0, count, Float.NEGATIVE_INFINITY);
    int sampled = ScanSample.parts(parts, crew.workers());
    int kept = ScanSample.kept(keep, sampled, parts);
    if (2 * kept < keep) {
      scan(0, sampled, kept);
      merge(kept);
      reset(keep);
      start(kept);
      scan(sampled, parts);
      merge(keep);
      if (enough(keep)) {
        return;
      }
      Arrays.fill(startingBars, 0, count, Float.NEGATIVE_INFINITY);
    }
    scan(0, parts, keep);
    merge(keep);
  }

  private void scan(int from, int to, int keep) {
    reset(keep);
    scan(from, to);
  }

  private void reset(int keep) {
    for (BestItems met : best) {
      met.reset(count, keep, ROOM * keep);
    }
  }

  private void scan(int from, int to) {
    System.arraycopy(startingBars, 0, bars, 0, count);
    firstPart = from;
    SimdCatalogue items = catalogue;
    long work = items == null ? 0 : (long) items.items() * items.width() * count;
    if (work > ALONE) {
      crew.run(this, to - from);
    } else {
      crew.alone(this, to - from);
    }
  }

  /** Sets the bars by the worst that the sample kept, and keeps what is above. */
  private void start(int kept) {
    for (int q = 0; q < count; q++) {
      if (merged.settle(q) < kept) {
        best[0].offerAll(q, merged);
        continue;
      }
      startingBars[q] = merged.score(q, kept - 1);
      for (int rank = 0; merged.score(q, rank) > startingBars[q]; rank++) {
        best[0].offer(q, merged.score(q, rank), merged.item(q, rank));
      }
    }
  }

  /** Whether no query started with too high a bar. */
  private boolean enough(int keep) {
    boolean enough = true;
    for (int q = 0; q < count; q++) {
      enough &= startingBars[q] == Float.NEGATIVE_INFINITY || merged.settle(q) == keep;
    }
    return enough;
  }

  /** The best of all workers: which of them met an item must not matter. */
  private void merge(int keep) {
    merged.reset(count, keep, best.length * ROOM * keep + 1);
    for (int q = 0; q < count; q++) {
      for (BestItems met : best) {
        merged.offerAll(q, met);
      }
    }
  }

  /** The second pass of a lower precision. */
  private void scoreAgain(SimdCatalogue items, TopK out) {
    exact.reset(count, out.k(), merged.keep() + 1);
    for (int q = 0; q < count; q++) {
      int q0 = queries.offset() + q * queries.stride();
      int last = merged.settle(q) - 1;
      for (int rank = 0; rank <= last; rank += FOUR) {
        items.scores(
            queries.data(),
            q0,
            merged.item(q, rank),
            merged.item(q, Math.min(rank + 1, last)),
            merged.item(q, Math.min(rank + 2, last)),
            merged.item(q, Math.min(rank + 3, last)),
            four);
        for (int i = 0; i < Math.min(FOUR, last + 1 - rank); i++) {
          exact.offer(q, four[i], merged.item(q, rank + i));
        }
      }
    }
    write(exact, out);
  }

  private void write(BestItems from, TopK out) {
    for (int q = 0; q < count; q++) {
      from.write(q, out);
    }
  }

  @Override
  public void run(int part, int worker) {
    SimdCatalogue items = catalogue;
    if (items == null) {
      return;
    }
    int begin = (firstPart + part) * PART;
    int end = Math.min(items.panelCount(), begin + PART);
    for (int panel = begin; panel < end; panel++) {
      scans[worker].score(items, panel, queries, count, bars);
    }
  }

  /** Looks at the rows of a tile, from query {@code first} on, that have a score above the bar. */
  private void offer(int first, long rows, float[] tile, int panel, int worker) {
    SimdCatalogue items = catalogue;
    if (rows == 0 || items == null) {
      return;
    }
    BestItems met = best[worker];
    for (long left = rows; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      int q = first + r;
      long lanes = ScoreBars.lanes(tile, r * WIDTH, bars[q]);
      for (; lanes != 0; lanes &= lanes - 1) {
        int i = Long.numberOfTrailingZeros(lanes);
        int item = items.item(panel, i);
        if (item < items.items() && !isHidden(hidden, item)) {
          met.offer(q, tile[r * WIDTH + i], item);
        }
      }
      raise(q, met.threshold(q));
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
}
