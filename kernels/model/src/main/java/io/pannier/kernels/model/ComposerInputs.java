package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/** What a composer checks before it computes; a message says which request is wrong, and how. */
final class ComposerInputs {
  private ComposerInputs() {}

  static void requireEvents(ComposerSpec spec, EventBatch events) {
    Sequences sequences = events.sequences();
    sequences.require();
    if (sequences.times() == null) {
      throw mismatch("events have no times; a composer needs them");
    }
    for (int s = 0; s < sequences.count(); s++) {
      if (sequences.length(s) > spec.maxEvents()) {
        throw mismatch(
            "shopper "
                + s
                + " has "
                + sequences.length(s)
                + " events, the model reads "
                + spec.maxEvents()
                + "; leave out the oldest");
      }
    }
    requireIds("item of event", events.items(), sequences, spec.items());
    requireIds("category of event", events.categories(), sequences, spec.categories());
    requireIds("price of event", events.prices(), sequences, spec.priceBuckets());
    requireIds("type of event", events.types(), sequences, spec.eventTypes());
  }

  static void requireCandidates(ComposerSpec spec, int requests, CandidateBatch batch) {
    Sequences candidates = batch.candidates();
    candidates.require();
    if (candidates.count() != requests) {
      throw mismatch(
          "events of "
              + requests
              + " shoppers and candidates for "
              + candidates.count()
              + "; there must be as many");
    }
    if (batch.allowed() != null && batch.allowed().length < candidates.tokens()) {
      throw mismatch(
          candidates.tokens() + " candidates and " + batch.allowed().length + " permissions");
    }
    requireIds("item of candidate", batch.items(), candidates, spec.items());
    requireIds("category of candidate", batch.categories(), candidates, spec.categories());
    requireIds("price of candidate", batch.prices(), candidates, spec.priceBuckets());
  }

  static void requireBeams(ComposerSpec spec, int requests, BeamConfig config, Beams out) {
    if (config.maxItems() > spec.maxItems()) {
      throw mismatch(
          "bundles of "
              + config.maxItems()
              + " items are asked for, the model composes "
              + spec.maxItems());
    }
    if (out.width() != config.width() || out.maxItems() != config.maxItems()) {
      throw mismatch(
          "room for "
              + out.width()
              + " bundles of "
              + out.maxItems()
              + " items, the search finds "
              + config.width()
              + " of "
              + config.maxItems());
    }
    if (out.capacity() < requests) {
      throw mismatch("room for " + out.capacity() + " requests of " + requests);
    }
  }

  static void requireRoom(int shoppers, TopK out) {
    if (out.capacity() < shoppers) {
      throw mismatch("room for the best of " + out.capacity() + " shoppers of " + shoppers);
    }
  }

  private static void requireIds(String what, int[] ids, Sequences sequences, int rows) {
    int tokens = sequences.tokens();
    if (ids.length < tokens) {
      throw mismatch(what + ": " + ids.length + " ids for " + tokens);
    }
    for (int t = 0; t < tokens; t++) {
      if (ids[t] < -1 || ids[t] >= rows) {
        throw mismatch(
            what + " " + t + " is " + ids[t] + ", the model knows 0 to " + (rows - 1) + " and -1");
      }
    }
  }

  private static PannierException mismatch(String message) {
    return new PannierException(StandardErrorCode.KERNEL_SHAPE_MISMATCH, message);
  }
}
