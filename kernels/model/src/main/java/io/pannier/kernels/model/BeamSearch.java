package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.CandidateWord;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Composes the W most probable bundles of each request. In each step every unfinished beam is
 * continued by each candidate that is allowed and not chosen yet, or ended; the W best of these and
 * of the bundles that ended before go on. A bundle of the most items ends without a further step.
 */
final class BeamSearch {
  private final Decoder decoder;
  private final DecoderWeights weights;
  private final CandidateVectors candidates;
  private final BeamRows rows = new BeamRows();
  private final LogSumExp denominator = new LogSumExp();
  private final Scratch inputs;
  private final int width;
  private final int maxItems;
  private BeamPool[] pools = {};
  private final int[] chosen;
  private float[] logits = {};
  private @Nullable CandidateWord word;

  BeamSearch(Kernels kernels, ComposerWeights composer) {
    ComposerSpec spec = composer.spec();
    this.decoder = new Decoder(kernels, composer);
    this.weights = composer.decoder();
    this.candidates = new CandidateVectors(kernels, composer);
    this.width = spec.width();
    this.maxItems = spec.maxItems();
    this.inputs = new Scratch(width);
    this.chosen = new int[maxItems];
  }

  /**
   * @param states (tokens, width) of the contexts
   */
  void run(Rows states, Sequences contexts, CandidateBatch batch, BeamConfig config, Beams out) {
    int requests = contexts.count();
    candidates.read(batch);
    word = batch.word();
    decoder.begin(states, contexts);
    begin(requests, config);
    for (int step = 0; step < config.maxItems(); step++) {
      Rows y = collect(requests, step, config.width());
      if (rows.count() == 0) {
        break;
      }
      Rows pointer = decoder.step(y, rows);
      for (int r = 0; r < requests; r++) {
        expand(r, pointer, step >= config.minItems());
      }
    }
    for (int r = 0; r < requests; r++) {
      pools[r].emit(r, out);
    }
  }

  private void begin(int requests, BeamConfig config) {
    int present = pools.length;
    if (present < requests) {
      pools = Arrays.copyOf(pools, requests);
      for (int r = present; r < requests; r++) {
        pools[r] = new BeamPool(maxItems);
      }
    }
    int most = 0;
    for (int r = 0; r < requests; r++) {
      pools[r].begin(config.width(), candidates.allowed(r) >= config.minItems());
      most = Math.max(most, candidates.count(r));
    }
    if (logits.length < most + 1) {
      logits = new float[most + 1 + most / 2];
    }
  }

  /** Makes a row of each unfinished beam, from the candidate that it chose last. */
  private Rows collect(int requests, int step, int beams) {
    Rows y = inputs.room(Math.multiplyExact(requests, beams));
    rows.begin(step, requests, requests * beams);
    for (int r = 0; r < requests; r++) {
      BeamPool pool = pools[r];
      for (int b = 0; b < pool.count(); b++) {
        if (!pool.ended(b)) {
          int row = rows.add(pool.row(b));
          pool.decodedAs(b, row);
          writeInput(r, step == 0 ? BeamPool.END : pool.chosen(b, step - 1), step, y, row * width);
        }
      }
      rows.endRequest(r);
    }
    rows.end();
    return y;
  }

  private void writeInput(int request, int candidate, int step, Rows y, int at) {
    if (candidate == BeamPool.END) {
      System.arraycopy(weights.start(), 0, y.data(), at, width);
    } else {
      candidates.copy(request, candidate, y.data(), at);
    }
    for (int d = 0; d < width; d++) {
      y.data()[at + d] += weights.position()[step * width + d];
    }
  }

  private void expand(int request, Rows pointer, boolean mayEnd) {
    BeamPool pool = pools[request];
    int count = candidates.count(request);
    for (int b = 0; b < pool.count(); b++) {
      if (pool.ended(b)) {
        pool.offer(b, BeamPool.END, pool.score(b));
        continue;
      }
      candidates.compare(request, pointer, pool.row(b), logits);
      for (int i = 0; i < pool.length(b); i++) {
        logits[pool.chosen(b, i)] = CandidateVectors.FORBIDDEN;
      }
      if (!mayEnd) {
        logits[count] = CandidateVectors.FORBIDDEN;
      }
      if (word != null) {
        pool.copyChosen(b, chosen);
        word.speak(request, chosen, pool.length(b), logits);
      }
      offerAll(pool, b, count);
    }
    pool.advance();
  }

  private void offerAll(BeamPool pool, int beam, int count) {
    double all = denominator.of(logits, count + 1);
    if (all == Double.NEGATIVE_INFINITY) {
      // Nothing may follow and the bundle may not end: it was a blind alley.
      return;
    }
    double base = pool.score(beam) - all;
    double worst = pool.worst();
    for (int j = 0; j < count; j++) {
      double score = base + logits[j];
      if (score >= worst && logits[j] != CandidateVectors.FORBIDDEN) {
        pool.offer(beam, j, score);
        worst = pool.worst();
      }
    }
    if (logits[count] != CandidateVectors.FORBIDDEN) {
      pool.offer(beam, BeamPool.END, base + logits[count]);
    }
  }
}
