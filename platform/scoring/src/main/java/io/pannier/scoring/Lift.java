package io.pannier.scoring;

import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.StandardErrorCode;

/**
 * How well the n candidates of a request go together and with its cart. Values are rounded to half
 * precision, so that the ledger keeps them exactly in two bytes.
 *
 * @param pairs row-major (n, n), symmetric, zero diagonal
 * @param withCart n: mean over the items of the cart; 0 for an empty cart
 */
record Lift(float[] pairs, float[] withCart) {
  /** Items of the cart that are looked at; the rest of a huge cart adds little. */
  private static final int CART_LIMIT = 32;

  static Lift none(int candidates) {
    return new Lift(new float[candidates * candidates], new float[candidates]);
  }

  static Lift of(ComplementarityModel model, ScoredCandidates candidates, int[] cart) {
    int n = candidates.size();
    int inCart = Math.min(cart.length, CART_LIMIT);
    int all = n + inCart;
    int[] items = new int[all];
    for (int i = 0; i < n; i++) {
      items[i] = candidates.item(i);
    }
    System.arraycopy(cart, cart.length - inCart, items, n, inCart);
    float[] matrix = new float[all * all];
    model.complementarity(items, matrix);
    float[] pairs = new float[n * n];
    float[] withCart = new float[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        float value = half(matrix[i * all + j]);
        pairs[i * n + j] = value;
        pairs[j * n + i] = value;
      }
      float sum = 0;
      for (int c = n; c < all; c++) {
        sum += matrix[i * all + c];
      }
      withCart[i] = inCart == 0 ? 0 : half(sum / inCart);
    }
    return new Lift(pairs, withCart);
  }

  private static float half(float value) {
    float rounded = Float.float16ToFloat(Float.floatToFloat16(value));
    if (!Float.isFinite(rounded)) {
      throw new PannierException(
          StandardErrorCode.STRATEGY_INVALID_ANSWER,
          "the strategy answered a complementarity of " + value);
    }
    return rounded;
  }
}
