package io.pannier.kernels.bench;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.model.RandomComposer;

/**
 * Bundles of five items by beam search over a context of 128 events, events read included, beside
 * ONNX Runtime graphs that run the decoder again for every beam.
 */
public final class BeamPairs implements AutoCloseable {
  private static final ComposerSpec SPEC = ModelPairs.SPEC;
  private static final int CONTEXT = 128;
  private static final int CANDIDATES = 100;
  private static final int WIDTH = 16;
  private static final int ITEMS = 5;
  private static final long SEED = 1;
  private static final double TOLERANCE = 2e-3;
  private static final double MILLIS = 1e3;
  private static final double GOAL = 5;
  private static final String NAME = "beam search, width " + WIDTH + ", " + ITEMS + " items";

  private final ComposerModel model;
  private final EventBatch events;
  private final CandidateBatch candidates;
  private final OnnxBeamSearch eachBeam;
  private final OnnxBeamSearch allBeams;
  private final Beams ours = new Beams(1, WIDTH, ITEMS);

  public BeamPairs(MeasuredBackend backend, int threads) {
    TensorSource weights = RandomComposer.weights(SPEC, SEED);
    ShopperSample shopper = new ShopperSample(SPEC, CONTEXT);
    CandidateSample products = new CandidateSample(SPEC, CANDIDATES);
    model = backend.composer(threads, SPEC, weights, Precision.FP32);
    events = shopper.batch();
    candidates = products.batch();
    eachBeam =
        new OnnxBeamSearch(SPEC, weights, shopper, CONTEXT, products, WIDTH, ITEMS, false, threads);
    allBeams =
        new OnnxBeamSearch(SPEC, weights, shopper, CONTEXT, products, WIDTH, ITEMS, true, threads);
  }

  /** Beside a graph that runs once for each beam and step. */
  public Pair againstEachBeam() {
    return pair(NAME, eachBeam);
  }

  /** Beside a graph that runs once for each step with all beams. */
  public Pair againstAllBeams() {
    return pair(NAME + ", batched peer", allBeams);
  }

  private Pair pair(String name, OnnxBeamSearch peer) {
    BeamConfig config = new BeamConfig(WIDTH, ITEMS, ITEMS);
    return new Pair(
        name,
        () -> model.compose(events, candidates, config, ours),
        peer::run,
        () -> check(name, peer));
  }

  private void check(String name, OnnxBeamSearch peer) {
    Agreement.that(
        ours.found(0) == peer.chosen().length,
        name + ": " + ours.found(0) + " bundles, the peer has " + peer.chosen().length);
    for (int rank = 0; rank < ours.found(0); rank++) {
      Agreement.within(
          name, rank, ours.logProbability(0, rank), peer.logProbability(rank), TOLERANCE);
    }
    for (int step = 0; step < ITEMS; step++) {
      Agreement.that(
          ours.chosen(0, 0, step) == peer.chosen()[0][step],
          name + ": the best bundle differs at step " + step);
    }
  }

  static void measure(MeasuredBackend backend, Pairing pairing, Figures figures) {
    if (!figures.wants("beam-onnx-x", "beam-onnx-batched-x", "beam-millis")) {
      return;
    }
    figures.announce("beam search");
    try (BeamPairs pairs = new BeamPairs(backend, KernelBench.THREADS)) {
      Pairing.Timing timing = pairing.time(pairs.againstEachBeam());
      figures
          .add("beam-onnx-x", timing.ratio(), "x")
          .atLeast(GOAL)
          .beside(OnnxSession.NAME, OnnxSession.VERSION, 1);
      figures
          .add("beam-millis", timing.ours() * MILLIS, "ms")
          .beside(OnnxSession.NAME, OnnxSession.VERSION, timing.peer() * MILLIS);
      figures
          .add("beam-onnx-batched-x", pairing.time(pairs.againstAllBeams()).ratio(), "x")
          .beside(OnnxSession.NAME, OnnxSession.VERSION, 1);
    }
  }

  @Override
  public void close() {
    eachBeam.close();
    allBeams.close();
    model.close();
  }
}
