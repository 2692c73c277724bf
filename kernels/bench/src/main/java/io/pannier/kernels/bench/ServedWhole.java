package io.pannier.kernels.bench;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.RandomComposer;
import java.util.Arrays;

/**
 * A question from its events to its bundles: the events are read and the best hundred of all items
 * found, then bundles of four are composed from these by beam search. No peer does that.
 */
public final class ServedWhole implements AutoCloseable {
  private static final ComposerSpec SPEC = ModelPairs.SPEC;
  private static final int EVENTS = 50;
  private static final int CANDIDATES = 100;
  private static final int WIDTH = 8;
  private static final int ITEMS = 4;
  private static final long SEED = 1;
  private static final int BATCHES = 10;
  private static final int CALLS_OF_BATCH = 300;
  private static final int CALLS = BATCHES * CALLS_OF_BATCH;
  private static final double PERCENTILE = 0.99;
  private static final double MILLIS = 1e3;
  private static final double GOAL = 10;

  private final ComposerModel model;
  private final EventBatch events;
  private final TopK best = new TopK(1, CANDIDATES);
  private final Beams beams = new Beams(1, WIDTH, ITEMS);
  private final BeamConfig config = new BeamConfig(WIDTH, ITEMS, ITEMS);
  private final int[] items = new int[CANDIDATES];
  private final int[] none = new int[CANDIDATES];
  private final CandidateBatch candidates =
      new CandidateBatch(Sequences.of(0, CANDIDATES), items, none, none, null);

  public ServedWhole(MeasuredBackend backend, int threads) {
    model = backend.composer(threads, SPEC, RandomComposer.weights(SPEC, SEED), Precision.INT8);
    events = new ShopperSample(SPEC, EVENTS).batch();
    Arrays.fill(none, -1);
  }

  /** Answers the question; returns how many bundles there are. */
  public int answer() {
    model.recommend(events, null, best);
    for (int i = 0; i < CANDIDATES; i++) {
      items[i] = best.item(0, i);
    }
    model.compose(events, candidates, config, beams);
    return beams.found(0);
  }

  static void measure(MeasuredBackend backend, Pairing pairing, Figures figures) {
    if (!figures.wants("served-p50-millis", "served-p99-millis")) {
      return;
    }
    figures.announce("from events to bundles");
    try (ServedWhole served = new ServedWhole(backend, KernelBench.THREADS)) {
      double[] times = pairing.single(served::answer, BATCHES, CALLS_OF_BATCH);
      figures.add("served-p50-millis", times[CALLS / 2] * MILLIS, "ms");
      figures
          .add("served-p99-millis", times[(int) (CALLS * PERCENTILE)] * MILLIS, "ms")
          .atMost(GOAL);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
