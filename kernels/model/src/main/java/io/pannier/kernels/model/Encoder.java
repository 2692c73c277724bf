package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;

/** Reads the events of shoppers: embeddings, layers, final norm, with the memory to do so. */
final class Encoder {
  private final Kernels kernels;
  private final ComposerWeights weights;
  private final Workspace workspace;
  private final Scratch stream;
  private final Scratch last;
  private int[] gaps = {};
  private int[] lastEvents = {};

  Encoder(Kernels kernels, ComposerWeights weights) {
    ComposerSpec spec = weights.spec();
    this.kernels = kernels;
    this.weights = weights;
    this.workspace = new Workspace(spec);
    this.stream = new Scratch(spec.width());
    this.last = new Scratch(spec.width());
  }

  /**
   * The states of all events.
   *
   * @return (T, width), valid until the next call
   */
  Rows states(EventBatch events) {
    Rows x = embed(events);
    for (int l = 0; l < weights.encoder().length; l++) {
      weights.encoder()[l].apply(kernels, x, events.sequences(), workspace);
    }
    kernels.layerNorm(x, events.sequences().tokens(), weights.encoderNorm(), x);
    return x;
  }

  /**
   * The states of each shopper's last visible event; zeros where there is none. The last layer is
   * finished for those events alone, as nobody reads the others.
   *
   * @return (shoppers, width), valid until the next call
   */
  Rows shoppers(EventBatch events) {
    Sequences sequences = events.sequences();
    int count = sequences.count();
    Rows shoppers = last.room(count);
    findLast(sequences);
    Rows x = embed(events);
    int layers = weights.encoder().length;
    for (int l = 0; l < layers - 1; l++) {
      weights.encoder()[l].apply(kernels, x, sequences, workspace);
    }
    weights.encoder()[layers - 1].applyTo(
        kernels, x, sequences, lastEvents, count, workspace, shoppers);
    kernels.layerNorm(shoppers, count, weights.encoderNorm(), shoppers);
    int width = weights.spec().width();
    for (int s = 0; s < count; s++) {
      if (lastEvents[s] < 0) {
        Arrays.fill(shoppers.data(), s * width, (s + 1) * width, 0);
      }
    }
    return shoppers;
  }

  private Rows embed(EventBatch events) {
    int tokens = events.sequences().tokens();
    if (gaps.length < tokens) {
      gaps = new int[tokens + tokens / 2];
    }
    Rows x = stream.room(tokens);
    weights.events().write(kernels, events, gaps, x);
    return x;
  }

  private void findLast(Sequences sequences) {
    if (lastEvents.length < sequences.count()) {
      lastEvents = new int[sequences.count()];
    }
    boolean[] visible = sequences.visible();
    for (int s = 0; s < sequences.count(); s++) {
      int event = sequences.offsets()[s + 1] - 1;
      while (visible != null && event >= sequences.offsets()[s] && !visible[event]) {
        event--;
      }
      lastEvents[s] = event < sequences.offsets()[s] ? -1 : event;
    }
  }
}
