package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.LayerNorm;

/**
 * The weights of the decoder.
 *
 * @param start (width), the input of the first step
 * @param end (width), what the pointer is compared with for the end
 * @param position (maxItems, width)
 */
record DecoderWeights(
    float[] start,
    float[] end,
    float[] position,
    DecoderLayer[] layers,
    LayerNorm norm,
    Linear pointer) {

  static DecoderWeights load(WeightLoader weights) {
    ComposerSpec spec = weights.spec();
    int width = spec.width();
    DecoderLayer[] layers = new DecoderLayer[spec.decoderLayers()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = DecoderLayer.load(weights, l);
    }
    return new DecoderWeights(
        weights.tensor("decoder.start", width),
        weights.tensor("decoder.end", width),
        weights.tensor("decoder.position", spec.maxItems(), width),
        layers,
        weights.norm("decoder.norm"),
        weights.linear("pointer", width, width));
  }
}
