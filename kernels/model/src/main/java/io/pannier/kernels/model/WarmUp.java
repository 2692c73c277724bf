package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Calls a model with made-up shoppers before it serves real ones: the first calls find code that is
 * not compiled yet and take a hundred times as long, and a device records its graphs by them.
 */
public final class WarmUp {
  /** Calls after which the compiler has taken up whatever a call repeats. */
  private static final int LEAST_CALLS = 200;

  /** Calls that must pass without a faster one. */
  private static final int SETTLED = 100;

  private static final double FASTER = 0.97;
  private static final int CANDIDATES = 64;
  private static final int BEAMS = 8;
  private static final int K = 100;
  private static final int GAP_SECONDS = 100_000;

  /** Several shoppers at once take other code than one, a full tile of queries and a rest. */
  private static final int SHOPPERS = 7;

  private final ComposerModel model;
  private final SplittableRandom random = new SplittableRandom(1);
  private final TopK best = new TopK(SHOPPERS, K);
  private final long[] hidden;
  private final BeamConfig config;
  private final Beams beams;

  private WarmUp(ComposerModel model) {
    this.model = model;
    hidden = random.longs((model.spec().items() + Long.SIZE - 1) / Long.SIZE).toArray();
    int items = model.spec().maxItems();
    config = new BeamConfig(BEAMS, items, items);
    beams = new Beams(1, BEAMS, items);
  }

  /** Calls the model until its calls have stopped getting faster, or the time is over. */
  public static Outcome run(ComposerModel model, Duration most) {
    WarmUp warmUp = new WarmUp(model);
    long begin = System.nanoTime();
    long first = warmUp.call();
    long least = first;
    int calls = 1;
    int settled = 0;
    while (calls < LEAST_CALLS || settled < SETTLED) {
      if (System.nanoTime() - begin > most.toNanos()) {
        break;
      }
      long nanos = warmUp.call();
      settled = nanos < FASTER * least ? 0 : settled + 1;
      least = Math.min(least, nanos);
      calls++;
    }
    return new Outcome(calls, Duration.ofNanos(first), Duration.ofNanos(least));
  }

  /** Each kind of call once; returns nanoseconds. */
  private long call() {
    EventBatch shopper = shoppers(1);
    EventBatch several = shoppers(SHOPPERS);
    ComposerSpec spec = model.spec();
    CandidateBatch candidates =
        new CandidateBatch(
            new Sequences(new int[] {0, CANDIDATES}, 1, null, null),
            ids(CANDIDATES, spec.items()),
            ids(CANDIDATES, spec.categories()),
            ids(CANDIDATES, spec.priceBuckets()),
            null);
    long start = System.nanoTime();
    model.recommend(shopper, null, best);
    model.recommend(several, hidden, best);
    model.compose(shopper, candidates, config, beams);
    return System.nanoTime() - start;
  }

  private EventBatch shoppers(int count) {
    ComposerSpec spec = model.spec();
    int[] offsets = new int[count + 1];
    for (int s = 0; s < count; s++) {
      offsets[s + 1] = offsets[s] + 1 + random.nextInt(spec.maxEvents());
    }
    int events = offsets[count];
    return new EventBatch(
        new Sequences(offsets, count, times(events), null),
        ids(events, spec.items()),
        ids(events, spec.categories()),
        ids(events, spec.priceBuckets()),
        ids(events, spec.eventTypes()));
  }

  private int[] ids(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  private int[] times(int count) {
    int[] times = ids(count, GAP_SECONDS);
    for (int t = 1; t < count; t++) {
      times[t] += times[t - 1];
    }
    return times;
  }

  /**
   * What a warm-up was like.
   *
   * @param calls rounds of two recommendations and a composition
   * @param first how long the first one took
   * @param fastest how long the fastest one took
   */
  public record Outcome(int calls, Duration first, Duration fastest) {}
}
