package io.pannier.kernels.cuda;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/** What a composer checks before it copies anything: nothing is checked on the device. */
final class ComposerChecks {
  private ComposerChecks() {}

  static void events(ComposerSpec spec, EventBatch events) {
    Sequences sequences = events.sequences();
    sequences.require();
    if (sequences.times() == null) {
      throw mismatch("events need times; the composer reads the gaps between them");
    }
    int longest = longest(sequences);
    if (longest > spec.maxEvents()) {
      throw mismatch(longest + " events of a shopper; the model reads at most " + spec.maxEvents());
    }
    int count = sequences.tokens();
    ids("items of events", events.items(), count, spec.items());
    ids("categories of events", events.categories(), count, spec.categories());
    ids("prices of events", events.prices(), count, spec.priceBuckets());
    ids("types of events", events.types(), count, spec.eventTypes());
  }

  static void candidates(ComposerSpec spec, int requests, CandidateBatch batch) {
    Sequences candidates = batch.candidates();
    candidates.require();
    if (candidates.count() != requests) {
      throw mismatch(requests + " shoppers and candidates of " + candidates.count() + " requests");
    }
    int count = candidates.tokens();
    ids("items of candidates", batch.items(), count, spec.items());
    ids("categories of candidates", batch.categories(), count, spec.categories());
    ids("prices of candidates", batch.prices(), count, spec.priceBuckets());
    if (batch.allowed() != null && batch.allowed().length < count) {
      throw mismatch(batch.allowed().length + " permissions for " + count + " candidates");
    }
  }

  static void beams(ComposerSpec spec, int requests, BeamConfig config, Beams out) {
    if (config.maxItems() > spec.maxItems()) {
      throw mismatch(
          "bundles of " + config.maxItems() + " items; the model composes " + spec.maxItems());
    }
    if (out.width() != config.width() || out.maxItems() != config.maxItems()) {
      throw mismatch(
          "room for "
              + out.width()
              + " bundles of "
              + out.maxItems()
              + " items; the search finds "
              + config.width()
              + " of "
              + config.maxItems());
    }
    room(requests, out.capacity());
  }

  static void topK(int requests, TopK out) {
    room(requests, out.capacity());
    if (out.k() > Requirements.MAX_K) {
      throw mismatch("the best " + out.k() + " are asked for; at most " + Requirements.MAX_K);
    }
  }

  /** Tokens of the longest sequence. */
  static int longest(Sequences sequences) {
    int longest = 0;
    for (int s = 0; s < sequences.count(); s++) {
      longest = Math.max(longest, sequences.length(s));
    }
    return longest;
  }

  private static void room(int requests, int capacity) {
    if (requests > capacity) {
      throw mismatch(requests + " shoppers do not fit into room for " + capacity);
    }
  }

  private static void ids(String what, int[] ids, int count, int rows) {
    if (ids.length < count) {
      throw mismatch(what + ": " + ids.length + " numbers for " + count);
    }
    for (int i = 0; i < count; i++) {
      if (ids[i] < -1 || ids[i] >= rows) {
        throw mismatch(what + ": " + ids[i] + " at " + i + "; the model has " + rows);
      }
    }
  }

  private static PannierException mismatch(String message) {
    return new PannierException(StandardErrorCode.KERNEL_SHAPE_MISMATCH, message);
  }
}
