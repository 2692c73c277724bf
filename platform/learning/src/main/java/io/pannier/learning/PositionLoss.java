package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import io.pannier.kernels.api.TrainingPlan.Loss;

/** What a training makes smaller, position by position. */
sealed interface PositionLoss permits CrossEntropy, SquaredError {
  static PositionLoss of(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> new CrossEntropy();
      case SQUARED_ERROR -> new SquaredError();
    };
  }

  /**
   * @param scores (P, C), without the offsets of {@code wide}
   * @param wide what stands in the columns, and their offsets
   * @param right (P): the column of the item to name
   * @return (P)
   */
  NDArray of(NDArray scores, WideInput wide, int[] right);
}
