package io.pannier.kernels.model;

import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/** Specs, random requests, and single requests cut out of a batch. */
final class Requests {
  /** Odd sizes throughout. */
  static final ComposerSpec SMALL = new ComposerSpec(15, 3, 2, 2, 29, 37, 5, 7, 3, 6, 4, 9, 19, 6);

  /** As a shop would have it, with fewer items. */
  static final ComposerSpec WIDE =
      new ComposerSpec(64, 4, 2, 2, 256, 500, 20, 16, 6, 24, 32, 24, 64, 8);

  private final ComposerSpec spec;
  private final SplittableRandom random;

  Requests(ComposerSpec spec, long seed) {
    this.spec = spec;
    this.random = new SplittableRandom(seed);
  }

  /** Events of all visibilities, some of them of unknown products. */
  EventBatch events(int... lengths) {
    return events(true, lengths);
  }

  EventBatch visibleEvents(int... lengths) {
    return events(false, lengths);
  }

  private EventBatch events(boolean hideSome, int... lengths) {
    int[] offsets = offsets(lengths);
    int tokens = offsets[lengths.length];
    int[] times = new int[tokens];
    boolean[] visible = new boolean[tokens];
    for (int t = 0; t < tokens; t++) {
      times[t] = (t == 0 ? 0 : times[t - 1]) + (1 << random.nextInt(12)) - 1;
      visible[t] = random.nextInt(5) > 0;
    }
    return new EventBatch(
        new Sequences(offsets, lengths.length, times, hideSome ? visible : null),
        ids(tokens, spec.items()),
        ids(tokens, spec.categories()),
        ids(tokens, spec.priceBuckets()),
        ids(tokens, spec.eventTypes()));
  }

  /** Candidates, about one in six of them forbidden. */
  CandidateBatch candidates(int... counts) {
    int[] offsets = offsets(counts);
    int tokens = offsets[counts.length];
    boolean[] allowed = new boolean[tokens];
    for (int c = 0; c < tokens; c++) {
      allowed[c] = random.nextInt(6) > 0;
    }
    return new CandidateBatch(
        Sequences.of(offsets),
        ids(tokens, spec.items()),
        ids(tokens, spec.categories()),
        ids(tokens, spec.priceBuckets()),
        allowed);
  }

  private int[] ids(int count, int bound) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = random.nextInt(bound + 1) - 1;
    }
    return ids;
  }

  private static int[] offsets(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int s = 0; s < lengths.length; s++) {
      offsets[s + 1] = offsets[s] + lengths[s];
    }
    return offsets;
  }

  static EventBatch only(EventBatch batch, int request) {
    Sequences all = batch.sequences();
    int from = all.offsets()[request];
    int to = all.offsets()[request + 1];
    boolean[] visible = all.visible();
    return new EventBatch(
        new Sequences(
            new int[] {0, to - from},
            1,
            Arrays.copyOfRange(Objects.requireNonNull(all.times()), from, to),
            visible == null ? null : Arrays.copyOfRange(visible, from, to)),
        Arrays.copyOfRange(batch.items(), from, to),
        Arrays.copyOfRange(batch.categories(), from, to),
        Arrays.copyOfRange(batch.prices(), from, to),
        Arrays.copyOfRange(batch.types(), from, to));
  }

  static CandidateBatch only(CandidateBatch batch, int request) {
    int from = batch.candidates().offsets()[request];
    int to = batch.candidates().offsets()[request + 1];
    boolean[] allowed = batch.allowed();
    return new CandidateBatch(
        Sequences.of(0, to - from),
        Arrays.copyOfRange(batch.items(), from, to),
        Arrays.copyOfRange(batch.categories(), from, to),
        Arrays.copyOfRange(batch.prices(), from, to),
        allowed == null ? null : Arrays.copyOfRange(allowed, from, to));
  }
}
