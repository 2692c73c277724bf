package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Squared error of implicit feedback: {@code (1 − p̂)²} of the right item plus the mean of {@code
 * p̂²} over all items but it, with {@code p̂ = softmax / (softmax + 1 / items)}. It is {@code Σ c
 * (p − p̂)²} of Hu, Koren and Volinsky ("Collaborative filtering for implicit feedback datasets",
 * ICDM 2008, equation 3) with p 1 and confidence 1 for the right item, p 0 and confidence 1 / items
 * for the others. The scores are normalised because they are logarithms without a level: an item of
 * which nothing is known has p̂ one half. Its least value for an item that is right with
 * probability q is where {@code p̂ = q / (q + (1 − q) / items)}, so the order of the scores is that
 * of the probabilities.
 *
 * <p>Where the others are drawn each counts one over how often it is expected, in the sum and in
 * the softmax, so that both are right in the mean; what is out of question counts nothing.
 */
record SquaredError() implements PositionLoss {
  @Override
  public NDArray of(NDArray scores, WideInput wide, int[] right) {
    NDManager manager = scores.getManager();
    NDArray offset = scores.add(manager.create(wide.offsets(), scores.getShape()));
    NDArray most = offset.max(new int[] {1}, true);
    NDArray sum = offset.sub(most).exp().sum(new int[] {1}, true);
    NDArray level = most.add(sum.log()).sub(manager.create((float) Math.log(wide.items().whole())));
    NDArray expected = Activation.sigmoid(scores.sub(level));
    NDArray own =
        expected.gather(manager.create(right, new Shape(right.length, 1)), 1).reshape(right.length);
    NDArray missing = manager.create(1f).sub(own);
    NDArray others =
        expected.mul(expected).mul(manager.create(confidence(wide, right), scores.getShape()));
    return missing.mul(missing).add(others.sum(new int[] {1}));
  }

  private static float[] confidence(WideInput wide, int[] right) {
    int columns = wide.items().count();
    float[] confidence = new float[right.length * columns];
    for (int i = 0; i < confidence.length; i++) {
      if (i % columns != right[i / columns]) {
        confidence[i] = (float) (Math.exp(wide.offsets()[i]) / wide.items().whole());
      }
    }
    return confidence;
  }
}
