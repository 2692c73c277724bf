package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.EventBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every bundle that can be composed for one request, with its probability. */
final class ExhaustiveSearch {
  /** A bundle and the logarithm of its probability. */
  record Bundle(List<Integer> chosen, double logProbability) {}

  private final DoubleComposer model;
  private final EventBatch events;
  private final CandidateBatch candidates;
  private final BeamConfig config;
  private final List<Bundle> found = new ArrayList<>();

  private ExhaustiveSearch(
      DoubleComposer model, EventBatch events, CandidateBatch candidates, BeamConfig config) {
    this.model = model;
    this.events = events;
    this.candidates = candidates;
    this.config = config;
  }

  /** All bundles, the most probable first. */
  static List<Bundle> of(
      DoubleComposer model, EventBatch events, CandidateBatch candidates, BeamConfig config) {
    ExhaustiveSearch search = new ExhaustiveSearch(model, events, candidates, config);
    search.extend(List.of(), 0);
    search.found.sort(Comparator.comparingDouble(Bundle::logProbability).reversed());
    return search.found;
  }

  private void extend(List<Integer> chosen, double score) {
    if (chosen.size() == config.maxItems()) {
      found.add(new Bundle(chosen, score));
      return;
    }
    double[] logits = model.logits(events, candidates, chosen);
    int end = logits.length - 1;
    boolean[] allowed = candidates.allowed();
    for (int j = 0; j < end; j++) {
      if (chosen.contains(j) || (allowed != null && !allowed[j])) {
        logits[j] = Double.NEGATIVE_INFINITY;
      }
    }
    if (chosen.size() < config.minItems()) {
      logits[end] = Double.NEGATIVE_INFINITY;
    }
    double total = 0;
    for (double logit : logits) {
      total += Math.exp(logit);
    }
    for (int j = 0; j < logits.length; j++) {
      if (logits[j] == Double.NEGATIVE_INFINITY) {
        continue;
      }
      double next = score + logits[j] - Math.log(total);
      if (j == end) {
        found.add(new Bundle(chosen, next));
      } else {
        List<Integer> longer = new ArrayList<>(chosen);
        longer.add(j);
        extend(longer, next);
      }
    }
  }
}
