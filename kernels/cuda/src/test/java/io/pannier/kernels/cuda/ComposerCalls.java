package io.pannier.kernels.cuda;

import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random inputs for composers; the same seed gives the same. */
final class ComposerCalls {
  private final ComposerSpec spec;
  private final SplittableRandom random;

  ComposerCalls(ComposerSpec spec, long seed) {
    this.spec = spec;
    this.random = new SplittableRandom(seed);
  }

  private int[] ids(int count, int bound) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = random.nextInt(-1, bound);
    }
    return ids;
  }

  private static int[] offsets(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    return offsets;
  }

  /**
   * Events of shoppers with so many each.
   *
   * @param hidden the part of the events that nobody sees; none for 0
   */
  EventBatch events(double hidden, int... lengths) {
    int[] offsets = offsets(lengths);
    int count = offsets[lengths.length];
    int[] times = new int[count];
    for (int t = 1; t < count; t++) {
      times[t] = times[t - 1] + random.nextInt(200_000);
    }
    boolean[] visible = hidden == 0 ? null : flags(count, 1 - hidden);
    return new EventBatch(
        new Sequences(offsets, lengths.length, times, visible),
        ids(count, spec.items()),
        ids(count, spec.categories()),
        ids(count, spec.priceBuckets()),
        ids(count, spec.eventTypes()));
  }

  /** Candidates of requests with so many each, all of them different products. */
  CandidateBatch candidates(boolean someForbidden, int... counts) {
    int[] offsets = offsets(counts);
    int count = offsets[counts.length];
    return new CandidateBatch(
        Sequences.of(offsets),
        ids(count, spec.items()),
        ids(count, spec.categories()),
        ids(count, spec.priceBuckets()),
        someForbidden ? flags(count, 0.8) : null);
  }

  private boolean[] flags(int count, double chance) {
    boolean[] flags = new boolean[count];
    for (int i = 0; i < count; i++) {
      flags[i] = random.nextDouble() < chance;
    }
    return flags;
  }

  /** One shopper of a batch alone. */
  static EventBatch only(EventBatch batch, int shopper) {
    Sequences all = batch.sequences();
    int from = all.offsets()[shopper];
    int to = all.offsets()[shopper + 1];
    int[] times = all.times();
    boolean[] visible = all.visible();
    return new EventBatch(
        new Sequences(
            new int[] {0, to - from},
            1,
            times == null ? null : Arrays.copyOfRange(times, from, to),
            visible == null ? null : Arrays.copyOfRange(visible, from, to)),
        Arrays.copyOfRange(batch.items(), from, to),
        Arrays.copyOfRange(batch.categories(), from, to),
        Arrays.copyOfRange(batch.prices(), from, to),
        Arrays.copyOfRange(batch.types(), from, to));
  }

  /** One request of a batch alone. */
  static CandidateBatch only(CandidateBatch batch, int request) {
    int from = batch.candidates().offsets()[request];
    int to = batch.candidates().offsets()[request + 1];
    boolean @Nullable [] allowed = batch.allowed();
    return new CandidateBatch(
        Sequences.of(0, to - from),
        Arrays.copyOfRange(batch.items(), from, to),
        Arrays.copyOfRange(batch.categories(), from, to),
        Arrays.copyOfRange(batch.prices(), from, to),
        allowed == null ? null : Arrays.copyOfRange(allowed, from, to));
  }
}
