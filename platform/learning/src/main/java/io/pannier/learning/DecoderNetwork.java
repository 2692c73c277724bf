package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.ComposerSpec;

/**
 * The decoder of {@link ComposerSpec} in PyTorch's differentiable operations, forced along given
 * choices: all steps of a sequence at once, under a causal mask.
 */
final class DecoderNetwork {
  private final ComposerSpec spec;
  private final Layers layers;

  DecoderNetwork(ComposerSpec spec, Weights weights, float dropout) {
    this.spec = spec;
    this.layers = new Layers(spec, weights, dropout);
  }

  /**
   * What the pointer says of each candidate, and of the end; nothing is hidden.
   *
   * @param items (items, W)
   * @param states (B, L, W) of the encoder
   * @return (B, T, C + 1), the end last
   */
  NDArray logits(NDArray items, NDArray states, DecoderBatch batch, boolean training) {
    NDManager manager = states.getManager();
    int b = batch.sequences();
    int t = batch.steps();
    int w = spec.width();
    NDArray begin = manager.zeros(new Shape(b, t, w));
    NDArray starts = manager.create(starts(b, t), new Shape(b, t, 1));
    NDArray y =
        begin
            .add(starts.mul(layers.get("decoder.start")))
            .add(
                product(
                        manager,
                        items,
                        batch.before(batch.candidates()),
                        batch.before(batch.categories()),
                        batch.before(batch.prices()))
                    .reshape(b, t, w))
            .add(Layers.gather(manager.arange(t), layers.get("decoder.position")));
    y = layers.drop(y, training);
    NDArray causal = manager.create(Layers.causal(t), new Shape(1, 1, t, t));
    int length = (int) states.getShape().get(1);
    NDArray unread = manager.create(unread(batch, length), new Shape(b, 1, 1, length));
    for (int layer = 0; layer < spec.decoderLayers(); layer++) {
      String name = "decoder." + layer + ".";
      y = y.add(layers.drop(layers.selfAttention(y, name, causal), training));
      y = y.add(layers.drop(layers.crossAttention(y, states, name, unread), training));
      y = y.add(layers.drop(layers.feedForward(y, name, "norm3"), training));
    }
    NDArray pointer =
        Layers.times(
            layers.linear(layers.norm(y, "decoder.norm"), "pointer"), (float) (1 / Math.sqrt(w)));
    NDArray products =
        product(manager, items, batch.candidates(), batch.categories(), batch.prices())
            .reshape(b, batch.width(), w);
    NDArray end = pointer.mul(layers.get("decoder.end")).sum(new int[] {2}, true);
    return pointer.matMul(products.transpose(0, 2, 1)).concat(end, 2);
  }

  private NDArray product(
      NDManager manager, NDArray items, int[] ids, int[] categories, int[] prices) {
    return Layers.look(manager, items, ids)
        .add(Layers.look(manager, layers.get("embedding.category"), categories))
        .add(Layers.look(manager, layers.get("embedding.price"), prices));
  }

  private static float[] starts(int sequences, int steps) {
    float[] starts = new float[sequences * steps];
    for (int s = 0; s < sequences; s++) {
      starts[s * steps] = 1;
    }
    return starts;
  }

  /** Hides from the decoder what comes after the part of a sequence that is read. */
  private static float[] unread(DecoderBatch batch, int length) {
    float[] mask = new float[batch.sequences() * length];
    for (int s = 0; s < batch.sequences(); s++) {
      for (int t = batch.contexts()[s]; t < length; t++) {
        mask[s * length + t] = Layers.HIDDEN;
      }
    }
    return mask;
  }
}
