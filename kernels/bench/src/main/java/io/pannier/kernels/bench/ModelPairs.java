package io.pannier.kernels.bench;

import ai.onnxruntime.OrtSession;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.RandomComposer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * The whole model for one shopper, from events to the best hundred of all items, beside ONNX
 * Runtime on the same weights.
 */
public final class ModelPairs implements AutoCloseable {
  private static final int EVENTS = 50;
  private static final int K = 100;
  private static final int BATCHES = 10;
  private static final int CALLS_OF_BATCH = 300;
  private static final int CALLS = BATCHES * CALLS_OF_BATCH;
  private static final double PERCENTILE = 0.99;
  private static final long SEED = 1;
  private static final double TOLERANCE = 1e-3;
  private static final double LEAST_OVERLAP = 0.98;
  private static final double MILLIS = 1e3;
  private static final double P99_GOAL = 2;
  private static final double ONNX_GOAL = 2;
  private static final String NAME = "model of 2 layers, " + EVENTS + " events";

  static final ComposerSpec SPEC =
      new ComposerSpec(64, 4, 2, 2, 256, 100_000, 100, 32, 12, 32, 64, 32, 128, 5);

  private final ComposerModel model;
  private final OnnxSession session;
  private final EventBatch events;
  private final TopK ours = new TopK(1, K);
  private FloatBuffer scores = FloatBuffer.allocate(0);
  private LongBuffer items = LongBuffer.allocate(0);

  /**
   * @param precision of our scan's first pass; scores are fp32 in any case
   */
  public ModelPairs(MeasuredBackend backend, int threads, Precision precision) {
    TensorSource weights = RandomComposer.weights(SPEC, SEED);
    ShopperSample shopper = new ShopperSample(SPEC, EVENTS);
    model = backend.composer(threads, SPEC, weights, precision);
    session = new OnnxSession(OnnxComposer.recommender(SPEC, weights, EVENTS, K), threads);
    shopper.feed(session, weights);
    events = shopper.batch();
  }

  public Pair pair() {
    return new Pair(
        NAME,
        () -> model.recommend(events, null, ours),
        () -> {
          try (OrtSession.Result result = session.run()) {
            scores = OnnxSession.floats(result, 0);
            items = OnnxSession.longs(result, 1);
          }
        },
        () -> {
          int same = 0;
          for (int i = 0; i < K; i++) {
            Agreement.within(NAME, i, ours.score(0, i), scores.get(i), TOLERANCE);
            same += ours.item(0, i) == items.get(i) ? 1 : 0;
          }
          Agreement.that(same >= LEAST_OVERLAP * K, NAME + ": " + same + " items are the same");
        });
  }

  static void measure(MeasuredBackend backend, Pairing pairing, Figures figures) {
    if (!figures.wants(
        "model-p50-millis", "model-p99-millis", "model-onnx-x", "model-fp32-onnx-x")) {
      return;
    }
    figures.announce("whole model for one shopper");
    try (ModelPairs pairs = new ModelPairs(backend, KernelBench.THREADS, Precision.FP32)) {
      figures
          .add("model-fp32-onnx-x", pairing.time(pairs.pair()).ratio(), "x")
          .beside(OnnxSession.NAME, OnnxSession.VERSION, 1);
    }
    try (ModelPairs pairs = new ModelPairs(backend, KernelBench.THREADS, Precision.INT8)) {
      Pair pair = pairs.pair();
      figures
          .add("model-onnx-x", pairing.time(pair).ratio(), "x")
          .atLeast(ONNX_GOAL)
          .beside(OnnxSession.NAME, OnnxSession.VERSION, 1);
      double[] ours = pairing.single(pair.ours(), BATCHES, CALLS_OF_BATCH);
      double[] peer = pairing.single(pair.peer(), BATCHES, CALLS_OF_BATCH);
      figures
          .add("model-p50-millis", ours[CALLS / 2] * MILLIS, "ms")
          .beside(OnnxSession.NAME, OnnxSession.VERSION, peer[CALLS / 2] * MILLIS);
      int rank = (int) (CALLS * PERCENTILE);
      figures
          .add("model-p99-millis", ours[rank] * MILLIS, "ms")
          .atMost(P99_GOAL)
          .beside(OnnxSession.NAME, OnnxSession.VERSION, peer[rank] * MILLIS);
    }
  }

  @Override
  public void close() {
    session.close();
    model.close();
  }
}
