package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * {@code −ln softmax(score + offset)} of the right column: what is out of question takes no part,
 * and drawn columns are corrected for how often they are drawn.
 */
record CrossEntropy() implements PositionLoss {
  @Override
  public NDArray of(NDArray scores, WideInput wide, int[] right) {
    NDManager manager = scores.getManager();
    return scores
        .add(manager.create(wide.offsets(), scores.getShape()))
        .logSoftmax(1)
        .gather(manager.create(right, new Shape(right.length, 1)), 1)
        .reshape(right.length)
        .neg();
  }
}
