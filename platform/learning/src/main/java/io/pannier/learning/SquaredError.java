package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Squared error of implicit feedback: {@code (1 − σ(s))²} of the right item plus the mean of {@code
 * σ(s)²} over all items but it. It is {@code Σ c (p − p̂)²} of Hu, Koren and Volinsky
 * ("Collaborative filtering for implicit feedback datasets", ICDM 2008, equation 3) with p 1 and
 * confidence 1 for the right item, p 0 and confidence 1 / items for the others, and σ because
 * scores here are logarithms. Its least value is where {@code σ(s) = q / (q + (1 − q) / items)} for
 * an item that is right with probability q: the order of the scores is that of the probabilities.
 *
 * <p>Where the others are drawn each counts one over how often it is expected, so that their sum is
 * right in the mean; what is out of question counts nothing.
 */
record SquaredError() implements PositionLoss {
  @Override
  public NDArray of(NDArray scores, WideInput wide, int[] right) {
    NDManager manager = scores.getManager();
    NDArray expected = Activation.sigmoid(scores);
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
