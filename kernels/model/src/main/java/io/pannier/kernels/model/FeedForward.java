package io.pannier.kernels.model;

import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;

/** The feed-forward block of a layer: {@code x += out(GELU(in(LN(x))))}. */
record FeedForward(LayerNorm norm, Linear in, Linear out) {
  static FeedForward load(WeightLoader weights, String layer, String norm) {
    return new FeedForward(
        weights.norm(layer + norm),
        weights.linear(layer + "ffn.in", weights.spec().width(), weights.spec().feedForward()),
        weights.linear(layer + "ffn.out", weights.spec().feedForward(), weights.spec().width()));
  }

  /**
   * @param x (rows, width), changed in place
   */
  void addTo(Kernels kernels, Rows x, int rows, Workspace workspace) {
    Rows normed = workspace.normed.room(rows);
    Rows hidden = workspace.hidden.room(rows);
    kernels.layerNorm(x, rows, norm, normed);
    in.applyGelu(kernels, normed, rows, hidden);
    out.addTo(kernels, hidden, rows, x);
  }
}
