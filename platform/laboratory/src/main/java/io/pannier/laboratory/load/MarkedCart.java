package io.pannier.laboratory.load;

import java.nio.charset.StandardCharsets;

/**
 * A cart with a line that no shop sells, whose SKU counts the subscriber's carts. The server leaves
 * such a line out and names it among the offer's warnings, so each offer proves for which cart it
 * was made, whatever its envelope says.
 */
final class MarkedCart {
  private static final String MARK = "load-mark-";
  private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

  private MarkedCart() {}

  /** The cart of a walk with this number, as JSON. */
  static String json(CartWalk walk, long number) {
    String cart = walk.cart(number);
    return "[{\"sku\":\""
        + MARK
        + number
        + "\",\"quantity\":1}"
        + (cart.equals("[]") ? "]" : "," + cart.substring(1));
  }

  /** The number of the cart that an offer was made for; -1 where it does not tell. */
  static long number(byte[] offer) {
    return ServerMessage.numberAfter(offer, MARK_BYTES);
  }
}
