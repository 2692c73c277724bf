package io.pannier.kernels.model;

import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import java.util.Arrays;

/**
 * The runtime's own encoder and decoder, forced along given choices: each request chooses its
 * candidates from the last to the first.
 */
final class ForcedComposer {
  private final Decoder decoder;
  private final ComposerWeights weights;
  private final CandidateVectors vectors;
  private final EventBatch events;
  private final float[] states;
  private final int width;

  ForcedComposer(
      Kernels kernels, ComposerWeights weights, EventBatch events, CandidateBatch candidates) {
    this.weights = weights;
    this.events = events;
    this.width = weights.spec().width();
    Rows rows = new Encoder(kernels, weights).states(events);
    this.states = Arrays.copyOf(rows.data(), events.sequences().tokens() * width);
    this.decoder = new Decoder(kernels, weights);
    this.vectors = new CandidateVectors(kernels, weights);
    vectors.read(
        new CandidateBatch(
            candidates.candidates(),
            candidates.items(),
            candidates.categories(),
            candidates.prices(),
            null));
  }

  float[] states(int request) {
    return Arrays.copyOfRange(
        states,
        events.sequences().offsets()[request] * width,
        events.sequences().offsets()[request + 1] * width);
  }

  /** As many as a bundle may have items before its last step. */
  int[] chosen(int request) {
    int count = vectors.count(request);
    int[] chosen = new int[Math.min(count, weights.spec().maxItems() - 1)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = count - 1 - i;
    }
    return chosen;
  }

  /** Logits by request and step, of the candidates and then of the end. */
  float[][][] logits() {
    int requests = events.sequences().count();
    float[][][] logits = new float[requests][][];
    for (int r = 0; r < requests; r++) {
      logits[r] = new float[chosen(r).length + 1][vectors.count(r) + 1];
    }
    decoder.begin(Rows.of(states, width), events.sequences());
    BeamRows rows = new BeamRows();
    int[] row = new int[requests];
    for (int step = 0; step < weights.spec().maxItems(); step++) {
      float[] y = new float[requests * width];
      rows.begin(step, requests, requests);
      for (int r = 0; r < requests; r++) {
        if (step < logits[r].length) {
          row[r] = rows.add(row[r]);
          write(r, step, y, row[r] * width);
        }
        rows.endRequest(r);
      }
      rows.end();
      Rows pointer = decoder.step(Rows.of(y, width), rows);
      for (int r = 0; r < requests; r++) {
        if (step < logits[r].length) {
          vectors.compare(r, pointer, row[r], logits[r][step]);
        }
      }
    }
    return logits;
  }

  private void write(int request, int step, float[] y, int at) {
    if (step == 0) {
      System.arraycopy(weights.decoder().start(), 0, y, at, width);
    } else {
      vectors.copy(request, chosen(request)[step - 1], y, at);
    }
    for (int d = 0; d < width; d++) {
      y[at + d] += weights.decoder().position()[step * width + d];
    }
  }
}
