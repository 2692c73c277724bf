package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads carts: {@code [{"sku","quantity"}]}, no more lines than a cart may have. */
final class CartReader {
  private final int maxLines;

  CartReader(int maxLines) {
    this.maxLines = maxLines;
  }

  /**
   * Reads the array on whose bracket the parser stands, to its end.
   *
   * @throws PannierException CART_TOO_LARGE at the first line too many, QUANTITY_INVALID,
   *     FIELD_MISSING or FIELD_INVALID
   */
  List<CartLine> read(JsonParser parser) throws IOException {
    RequestJson.expect("cart", parser, JsonToken.START_ARRAY, "an array of lines");
    List<CartLine> lines = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (lines.size() == maxLines) {
        throw new PannierException(
            StandardErrorCode.CART_TOO_LARGE, "the cart has more than " + maxLines + " lines");
      }
      RequestJson.expect("cart", parser, JsonToken.START_OBJECT, "an array of objects");
      lines.add(line(parser));
    }
    return lines;
  }

  private static CartLine line(JsonParser parser) throws IOException {
    String sku = "";
    int quantity = 1;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "sku" -> sku = RequestJson.id("cart.sku", parser);
        case "quantity" -> quantity = quantity(parser);
        default -> parser.skipChildren();
      }
    }
    return new CartLine(RequestJson.required("cart.sku", sku), quantity);
  }

  private static int quantity(JsonParser parser) throws IOException {
    try {
      return (int) RequestJson.integer("quantity", parser, 1, RequestJson.MAX_QUANTITY);
    } catch (PannierException e) {
      throw new PannierException(
          StandardErrorCode.QUANTITY_INVALID,
          "a quantity of the cart is not an integer from 1 to " + RequestJson.MAX_QUANTITY,
          e);
    }
  }
}
