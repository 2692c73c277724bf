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

  private final ComposerModel model;
  private final SplittableRandom random = new SplittableRandom(1);
  private final TopK best = new TopK(1, K);
  private final BeamConfig config;
  private final Beams beams;

  private WarmUp(ComposerModel model) {
    this.model = model;
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

  /** One shopper of each kind of call; returns nanoseconds. */
  private long call() {
    ComposerSpec spec = model.spec();
    int events = 1 + random.nextInt(spec.maxEvents());
    EventBatch shopper =
        new EventBatch(
            new Sequences(new int[] {0, events}, 1, times(events), null),
            ids(events, spec.items()),
            ids(events, spec.categories()),
            ids(events, spec.priceBuckets()),
            ids(events, spec.eventTypes()));
    CandidateBatch candidates =
        new CandidateBatch(
            new Sequences(new int[] {0, CANDIDATES}, 1, null, null),
            ids(CANDIDATES, spec.items()),
            ids(CANDIDATES, spec.categories()),
            ids(CANDIDATES, spec.priceBuckets()),
            null);
    long start = System.nanoTime();
    model.recommend(shopper, null, best);
    model.compose(shopper, candidates, config, beams);
    return System.nanoTime() - start;
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
   * @param calls pairs of a recommendation and a composition
   * @param first how long the first one took
   * @param fastest how long the fastest one took
   */
  public record Outcome(int calls, Duration first, Duration fastest) {}
}
