package io.pannier.kernels.model;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;

/** One pre-norm layer over events: causal self-attention with biases, then feed-forward. */
record EncoderLayer(
    LayerNorm norm, Linear qkv, AttentionSpec attention, Linear out, FeedForward feedForward) {

  static EncoderLayer load(WeightLoader weights, int index) {
    ComposerSpec spec = weights.spec();
    String layer = "encoder." + index + ".";
    int width = spec.width();
    return new EncoderLayer(
        weights.norm(layer + "norm1"),
        weights.linear(layer + "attention.qkv", width, 3 * width),
        new AttentionSpec(
            spec.heads(),
            spec.headWidth(),
            (float) (1 / Math.sqrt(spec.headWidth())),
            true,
            AttentionSpec.Weighting.SOFTMAX,
            weights.tensor(layer + "attention.position_bias", spec.heads(), spec.positionBuckets()),
            weights.tensor(layer + "attention.time_bias", spec.heads(), spec.timeBuckets())),
        weights.linear(layer + "attention.out", width, width),
        FeedForward.load(weights, layer, "norm2"));
  }

  /**
   * @param x (tokens, width), changed in place
   */
  void apply(Kernels kernels, Rows x, Sequences sequences, Workspace workspace) {
    int tokens = sequences.tokens();
    Rows attended = attend(kernels, x, sequences, workspace);
    out.addTo(kernels, attended, tokens, x);
    feedForward.addTo(kernels, x, tokens, workspace);
  }

  /**
   * The layer for some tokens only: all are attended to, but what follows the attention is computed
   * for those alone.
   *
   * @param x (tokens, width), left as it is
   * @param picked (count) tokens, −1 for a row of zeros as its input
   * @param y (count, width)
   */
  void applyTo(
      Kernels kernels,
      Rows x,
      Sequences sequences,
      int[] picked,
      int count,
      Workspace workspace,
      Rows y) {
    Rows attended = attend(kernels, x, sequences, workspace);
    Rows pickedAttended = workspace.query.room(count);
    RowCopies.pick(attended, picked, count, attention.width(), pickedAttended);
    RowCopies.pick(x, picked, count, attention.width(), y);
    out.addTo(kernels, pickedAttended, count, y);
    feedForward.addTo(kernels, y, count, workspace);
  }

  private Rows attend(Kernels kernels, Rows x, Sequences sequences, Workspace workspace) {
    int tokens = sequences.tokens();
    int width = attention.width();
    Rows normed = workspace.normed.room(tokens);
    Rows projected = workspace.projected.room(tokens);
    Rows attended = workspace.attended.room(tokens);
    kernels.layerNorm(x, tokens, norm, normed);
    qkv.apply(kernels, normed, tokens, projected);
    kernels.selfAttention(
        attention,
        projected,
        projected.from(width),
        projected.from(2 * width),
        sequences,
        attended);
    return attended;
  }
}
