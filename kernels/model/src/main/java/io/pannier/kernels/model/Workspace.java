package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;

/** What a Transformer layer writes between its steps; one layer after the other reuses it. */
final class Workspace {
  final Scratch normed;
  final Scratch projected;
  final Scratch query;
  final Scratch attended;
  final Scratch hidden;

  Workspace(ComposerSpec spec) {
    normed = new Scratch(spec.width());
    projected = new Scratch(3 * spec.width());
    query = new Scratch(spec.width());
    attended = new Scratch(spec.width());
    hidden = new Scratch(spec.feedForward());
  }
}
