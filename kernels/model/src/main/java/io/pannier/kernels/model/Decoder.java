package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;

/** Decodes beams step by step over contexts whose keys and values are computed once. */
final class Decoder {
  private final Kernels kernels;
  private final DecoderWeights weights;
  private final Workspace workspace;
  private final Scratch[] contexts;
  private final BeamHistory[] histories;
  private final Scratch pointers;
  private Sequences sequences = Sequences.of(0);

  Decoder(Kernels kernels, ComposerWeights composer) {
    ComposerSpec spec = composer.spec();
    this.kernels = kernels;
    this.weights = composer.decoder();
    this.workspace = new Workspace(spec);
    this.pointers = new Scratch(spec.width());
    this.contexts = new Scratch[spec.decoderLayers()];
    this.histories = new BeamHistory[spec.decoderLayers()];
    for (int l = 0; l < contexts.length; l++) {
      contexts[l] = new Scratch(2 * spec.width());
      histories[l] = new BeamHistory(spec.width());
    }
  }

  /**
   * Begins to decode.
   *
   * @param states (tokens, width) of all requests' contexts
   */
  void begin(Rows states, Sequences contextSequences) {
    sequences = contextSequences;
    int tokens = contextSequences.tokens();
    for (int l = 0; l < contexts.length; l++) {
      weights.layers()[l].prepare(kernels, states, tokens, contexts[l].room(tokens));
    }
  }

  /**
   * One step of all beams.
   *
   * @param y (beams, width), the inputs of this step; changed
   * @return (beams, width), what candidates are compared with; valid until the next call
   */
  Rows step(Rows y, BeamRows beams) {
    for (int l = 0; l < contexts.length; l++) {
      weights.layers()[l].step(
          kernels, y, beams, histories[l], contexts[l].room(0), sequences, workspace);
    }
    int rows = beams.count();
    Rows normed = workspace.normed.room(rows);
    Rows pointer = pointers.room(rows);
    kernels.layerNorm(y, rows, weights.norm(), normed);
    weights.pointer().apply(kernels, normed, rows, pointer);
    return pointer;
  }
}
