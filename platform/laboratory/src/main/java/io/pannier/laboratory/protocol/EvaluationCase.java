package io.pannier.laboratory.protocol;

import java.util.Arrays;

/**
 * One question with its answer.
 *
 * @param cart item ordinals that are given, without repetition, in the order of the basket
 * @param wanted item ordinals that should rank first, at least one; none is in the cart
 * @param query what is looked for, in words; empty where the cart alone is asked about
 */
public record EvaluationCase(int[] cart, int[] wanted, String query) {
  /** A question without words. */
  public EvaluationCase(int[] cart, int[] wanted) {
    this(cart, wanted, "");
  }

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
