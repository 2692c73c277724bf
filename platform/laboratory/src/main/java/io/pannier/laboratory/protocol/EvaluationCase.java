package io.pannier.laboratory.protocol;

import java.util.Arrays;

/**
 * One question with its answer.
 *
 * @param cart item ordinals that are given, without repetition, in the order of the basket
 * @param wanted item ordinals that should rank first, at least one; none is in the cart
 */
public record EvaluationCase(int[] cart, int[] wanted) {
  public EvaluationCase {
    cart = cart.clone();
    wanted = wanted.clone();
    for (int item : wanted) {
      if (Arrays.stream(cart).anyMatch(given -> given == item)) {
        throw new IllegalArgumentException("item " + item + " is given and wanted");
      }
    }
  }
}
