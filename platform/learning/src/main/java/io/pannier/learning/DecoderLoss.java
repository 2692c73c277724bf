package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How badly the decoder composes: the mean over steps of the negative logarithm of the probability
 * that any of what is right is chosen, since a basket is a set. The decoder corrects the score: the
 * logit of a candidate is its score, by the encoder and by the neighbours of cart and bundle, plus
 * what the pointer says of it.
 *
 * <p>Encoder, items and neighbours learn nothing from it. What the rest of a basket asks of them is
 * not what naming an item from the whole catalogue does, and with both they name worse.
 */
final class DecoderLoss {
  /** Keeps the logarithm of nothing finite. */
  private static final float LEAST = 1e-12f;

  private final ComposerNetwork network;
  private final DecoderNetwork decoder;

  DecoderLoss(ComposerNetwork network, DecoderNetwork decoder) {
    this.network = network;
    this.decoder = decoder;
  }

  /**
   * The loss of a batch.
   *
   * @param items (items, W)
   * @param states (B, L, W) of the encoder
   */
  NDArray of(NDArray items, NDArray states, DecoderBatch batch) {
    NDManager manager = states.getManager();
    NDArray known = items.stopGradient();
    NDArray read = states.stopGradient();
    NDArray logits =
        score(known, read, batch).stopGradient().add(decoder.logits(known, read, batch, true));
    Shape shape = new Shape(batch.sequences(), batch.steps());
    float[] asked = asked(batch);
    float steps = 0;
    for (float one : asked) {
      steps += one;
    }
    NDArray right = choices(batch, batch.targets(), manager);
    NDArray mass = hide(logits, batch).softmax(2).mul(right).sum(new int[] {2});
    NDArray logs = mass.add(manager.create(LEAST)).log().mul(manager.create(asked, shape));
    return Layers.times(logs.sum(), -1 / Math.max(1, steps));
  }

  /** (B, T): 1 for a step at which something is right, else 0. */
  private static float[] asked(DecoderBatch batch) {
    int choices = batch.width() + 1;
    float[] asked = new float[batch.chosen().length];
    for (int at = 0; at < batch.targets().length; at++) {
      asked[at / choices] = Math.max(asked[at / choices], batch.targets()[at]);
    }
    return asked;
  }

  /**
   * Logarithms of the probabilities of all choices.
   *
   * @param corrected false for the score alone
   * @return (B, T, C + 1)
   */
  NDArray logProbabilities(NDArray items, NDArray states, DecoderBatch batch, boolean corrected) {
    NDArray score = score(items, states, batch);
    NDArray logits = corrected ? score.add(decoder.logits(items, states, batch, false)) : score;
    return hide(logits, batch).logSoftmax(2);
  }

  /** (B, T, C + 1): what the candidates score; 0 for the end. */
  private NDArray score(NDArray items, NDArray states, DecoderBatch batch) {
    NDManager manager = states.getManager();
    int b = batch.sequences();
    int w = (int) states.getShape().get(2);
    int length = (int) states.getShape().get(1);
    int[] last = new int[b];
    for (int s = 0; s < b; s++) {
      last[s] = s * length + batch.contexts()[s] - 1;
    }
    NDArray read = Layers.gather(manager.create(last), states.reshape(-1, w)).reshape(b, w, 1);
    NDArray vectors = Layers.look(manager, items, batch.candidates()).reshape(b, batch.width(), w);
    NDArray deep = vectors.matMul(read).reshape(b, 1, batch.width());
    Shape shape = new Shape(b, batch.steps(), batch.width());
    NDArray score =
        network
            .wide(manager.create(batch.counts(), shape), manager.create(batch.likeness(), shape))
            .add(deep);
    NDArray end = manager.zeros(new Shape(b, batch.steps(), 1));
    return score.concat(end, 2);
  }

  private static NDArray hide(NDArray logits, DecoderBatch batch) {
    return logits.add(choices(batch, batch.hidden(), logits.getManager()));
  }

  private static NDArray choices(DecoderBatch batch, float[] values, NDManager manager) {
    return manager.create(values, new Shape(batch.sequences(), batch.steps(), batch.width() + 1));
  }
}
