package io.pannier.kernels.model;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;

/**
 * One pre-norm layer over beams: attention of each beam over its own history, attention of all
 * beams of a request over the one context that they share, then feed-forward.
 */
record DecoderLayer(
    LayerNorm selfNorm,
    Linear qkv,
    Linear selfOut,
    LayerNorm crossNorm,
    Linear crossQuery,
    Linear crossKv,
    Linear crossOut,
    AttentionSpec attention,
    FeedForward feedForward) {

  static DecoderLayer load(WeightLoader weights, int index) {
    String layer = "decoder." + index + ".";
    int width = weights.spec().width();
    return new DecoderLayer(
        weights.norm(layer + "norm1"),
        weights.linear(layer + "attention.qkv", width, 3 * width),
        weights.linear(layer + "attention.out", width, width),
        weights.norm(layer + "norm2"),
        weights.linear(layer + "cross.query", width, width),
        weights.linear(layer + "cross.kv", width, 2 * width),
        weights.linear(layer + "cross.out", width, width),
        AttentionSpec.softmax(weights.spec().heads(), weights.spec().headWidth(), false),
        FeedForward.load(weights, layer, "norm3"));
  }

  /**
   * Keys and values of the contexts, once for all steps.
   *
   * @param states (tokens, width)
   * @param kv (tokens, 2·width)
   */
  void prepare(Kernels kernels, Rows states, int tokens, Rows kv) {
    crossKv.apply(kernels, states, tokens, kv);
  }

  /**
   * One step of all beams.
   *
   * @param y (beams, width), changed in place
   * @param kv the contexts' keys and values
   */
  void step(
      Kernels kernels,
      Rows y,
      BeamRows beams,
      BeamHistory history,
      Rows kv,
      Sequences contexts,
      Workspace workspace) {
    int rows = beams.count();
    int width = attention.width();
    Rows normed = workspace.normed.room(rows);
    Rows projected = workspace.projected.room(rows);
    Rows attended = workspace.attended.room(rows);
    Rows query = workspace.query.room(rows);

    kernels.layerNorm(y, rows, selfNorm, normed);
    qkv.apply(kernels, normed, rows, projected);
    Rows own = history.append(beams, projected);
    kernels.crossAttention(
        attention, projected, beams.each(), own, own.from(width), beams.histories(), attended);
    selfOut.addTo(kernels, attended, rows, y);

    kernels.layerNorm(y, rows, crossNorm, normed);
    crossQuery.apply(kernels, normed, rows, query);
    kernels.crossAttention(
        attention, query, beams.byRequest(), kv, kv.from(width), contexts, attended);
    crossOut.addTo(kernels, attended, rows, y);

    feedForward.addTo(kernels, y, rows, workspace);
  }
}
