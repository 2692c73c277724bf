package io.pannier.kernels.bench;

import ai.onnxruntime.OrtSession;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.TensorSource;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Beam search around an exported decoder that keeps no state: every step runs the graph over the
 * whole prefix again, once for each beam or once for all of them, and picks the best of all
 * extensions here.
 */
final class OnnxBeamSearch implements AutoCloseable {
  private final OnnxSession encoder;
  private final OnnxSession decoder;
  private final int events;
  private final int stateWidth;
  private final int candidates;
  private final int width;
  private final int items;
  private final boolean batched;

  private int[][] chosen = new int[0][];
  private double[] logProbabilities = new double[0];

  /**
   * @param candidates of which bundles are made
   * @param width beams
   * @param items of every bundle, no fewer and no more
   * @param batched runs all beams of a step at once, which a naive export does not
   */
  OnnxBeamSearch(
      ComposerSpec spec,
      TensorSource weights,
      ShopperSample shopper,
      int events,
      CandidateSample candidates,
      int width,
      int items,
      boolean batched,
      int threads) {
    this.events = events;
    this.stateWidth = spec.width();
    this.candidates = candidates.count();
    this.width = width;
    this.items = items;
    this.batched = batched;
    encoder = new OnnxSession(OnnxComposer.encoder(spec, weights, events), threads);
    shopper.feed(encoder, weights);
    decoder = new OnnxSession(OnnxComposer.decoder(spec, weights, events), threads);
    candidates.feed(decoder);
  }

  /** The best bundles, the most probable first. */
  int[][] chosen() {
    return chosen;
  }

  double logProbability(int rank) {
    return logProbabilities[rank];
  }

  void run() {
    try (OrtSession.Result result = encoder.run()) {
      float[] states = new float[events * stateWidth];
      OnnxSession.floats(result, 0).get(states);
      decoder.input("states", states, events, stateWidth);
    }
    chosen = new int[][] {new int[0]};
    logProbabilities = new double[] {0};
    for (int step = 0; step < items; step++) {
      extend(step);
    }
  }

  private void extend(int step) {
    int length = step + 1;
    int[] steps = new int[length];
    float[] causal = new float[length * length];
    for (int i = 0; i < length; i++) {
      steps[i] = i;
      Arrays.fill(causal, i * length + i + 1, (i + 1) * length, Float.NEGATIVE_INFINITY);
    }
    decoder.input("steps", steps, length);
    decoder.input("causal", causal, length, length);
    int beams = chosen.length;
    double[] scores = new double[beams * candidates];
    int atOnce = batched ? beams : 1;
    for (int from = 0; from < beams; from += atOnce) {
      int[] tokens = new int[atOnce * length];
      for (int b = 0; b < atOnce; b++) {
        for (int i = 0; i < step; i++) {
          tokens[b * length + i + 1] = chosen[from + b][i] + 1;
        }
      }
      decoder.input("tokens", tokens, atOnce, length);
      try (OrtSession.Result result = decoder.run()) {
        FloatBuffer logits = OnnxSession.floats(result, 0);
        for (int b = 0; b < atOnce; b++) {
          score(logits, b, from + b, scores);
        }
      }
    }
    keepBest(scores, beams);
  }

  /** Log-probabilities of a beam's extensions; minus infinity for what it holds already. */
  private void score(FloatBuffer logits, int row, int beam, double[] scores) {
    int at = beam * candidates;
    for (int c = 0; c < candidates; c++) {
      scores[at + c] = logits.get(row * (candidates + 1) + 1 + c);
    }
    for (int held : chosen[beam]) {
      scores[at + held] = Double.NEGATIVE_INFINITY;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < candidates; c++) {
      most = Math.max(most, scores[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < candidates; c++) {
      sum += Math.exp(scores[at + c] - most);
    }
    double total = logProbabilities[beam] - most - Math.log(sum);
    for (int c = 0; c < candidates; c++) {
      scores[at + c] += total;
    }
  }

  private void keepBest(double[] scores, int beams) {
    int count = Math.min(width, beams * candidates);
    int[][] next = new int[count][];
    double[] kept = new double[count];
    for (int rank = 0; rank < count; rank++) {
      int best = 0;
      for (int i = 1; i < beams * candidates; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      int[] parent = chosen[best / candidates];
      next[rank] = Arrays.copyOf(parent, parent.length + 1);
      next[rank][parent.length] = best % candidates;
      kept[rank] = scores[best];
      scores[best] = Double.NEGATIVE_INFINITY;
    }
    chosen = next;
    logProbabilities = kept;
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }
}
