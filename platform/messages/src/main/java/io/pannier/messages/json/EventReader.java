package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.Keys;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events. What stands in the journal is read back by the same rules. */
final class EventReader extends ElementReader<ShopEvent> {
  /** Type of a journaled cart; no sender may use it. */
  static final String CART = "cart";

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_QUANTITY = 100_000;
  private static final int MAX_BUNDLE = 1_000;
  private static final Map<String, EventType> TYPES = new HashMap<>();

  static {
    for (int i = 0; i < EventType.count(); i++) {
      TYPES.put(EventType.of(i).wireName(), EventType.of(i));
    }
  }

  private final Shop shop;
  private final int decimals;
  private final EventWindow window;
  private final boolean cartsToo;

  private String id = "";
  private boolean typed;
  private @Nullable EventType type;
  private long time;
  private String shopper = "";
  private String session = "";
  private String sku = "";
  private int quantity;
  private long price;
  private String order = "";
  private @Nullable UUID decision;
  private int bundle;
  private int position;
  private double value;

  /**
   * @param cartsToo true when reading the journal
   */
  EventReader(Shop shop, EventWindow window, boolean cartsToo) {
    super(cartsToo ? Integer.MAX_VALUE : MAX_BYTES);
    this.shop = shop;
    this.decimals = shop.currencyDecimals();
    this.window = window;
    this.cartsToo = cartsToo;
  }

  @Override
  void reset() {
    id = "";
    typed = false;
    type = null;
    time = Rfc3339.INVALID;
    shopper = "";
    session = "";
    sku = "";
    quantity = 1;
    price = -1;
    order = "";
    decision = null;
    bundle = -1;
    position = -1;
    value = Double.NaN;
  }

  @Override
  void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "id" -> {
        once(0, name);
        id = id(parser, name);
      }
      case "type" -> {
        once(1, name);
        type(parser);
      }
      case "time" -> {
        once(2, name);
        time(parser);
      }
      case "shopper" -> {
        once(3, name);
        shopper = id(parser, name);
      }
      case "session" -> {
        once(4, name);
        session = id(parser, name);
      }
      case "sku" -> {
        once(5, name);
        sku = id(parser, name);
      }
      case "quantity" -> {
        once(6, name);
        quantity = integer(parser, name, StandardErrorCode.QUANTITY_INVALID, 1, 1, MAX_QUANTITY);
      }
      case "price" -> {
        once(7, name);
        price = money(parser, name, decimals, -1);
      }
      case "currency" -> {
        once(8, name);
        currency(parser, shop);
      }
      case "order" -> {
        once(9, name);
        order = id(parser, name);
      }
      case "decision" -> {
        once(10, name);
        decision(parser, name);
      }
      case "bundle" -> {
        once(11, name);
        bundle = integer(parser, name, StandardErrorCode.FIELD_INVALID, -1, 0, MAX_BUNDLE);
      }
      case "position" -> {
        once(12, name);
        position = integer(parser, name, StandardErrorCode.FIELD_INVALID, -1, 0, MAX_BUNDLE);
      }
      case "value" -> {
        once(13, name);
        value = number(parser, name);
      }
      case "text" -> {
        once(14, name);
        text(parser, name);
      }
      default -> skip(parser);
    }
  }

  @Override
  @Nullable ShopEvent finish(String payload) {
    if (id.isEmpty()) {
      missing("id");
    } else if (time == Rfc3339.INVALID) {
      missing("time");
    } else if (!typed) {
      missing("type");
    } else if (type != null && type.isOutcome() && decision == null) {
      missing("decision");
    }
    if (failed()) {
      return null;
    }
    int number = shop.number();
    return new ShopEvent(
        Keys.event(number, id),
        id,
        type,
        time,
        shopper,
        Keys.shopper(number, shopper),
        session,
        sku,
        -1,
        quantity,
        price,
        order,
        decision,
        bundle,
        position,
        value,
        payload);
  }

  private void type(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    typed = true;
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String wireName = parser.getText();
      type = TYPES.get(wireName);
      if (type != null || (cartsToo && wireName.equals(CART))) {
        return;
      }
    }
    wrong(
        parser,
        StandardErrorCode.EVENT_TYPE_UNKNOWN,
        "type",
        "an event type such as product-viewed");
  }

  private void time(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      time =
          Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    if (time == Rfc3339.INVALID) {
      wrong(
          parser,
          StandardErrorCode.FIELD_INVALID,
          "time",
          "a time as in RFC 3339, for example 2026-01-31T12:00:00Z");
    } else if (!window.contains(time)) {
      fail(
          StandardErrorCode.EVENT_TIME_OUT_OF_RANGE,
          "'time' is " + brief(parser.getText()) + "; taken are " + window.describe());
    }
  }

  private void decision(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 36) {
      try {
        decision = UUID.fromString(parser.getText());
        return;
      } catch (IllegalArgumentException e) {
        // Told below, like a value of another type.
      }
    }
    wrong(parser, StandardErrorCode.FIELD_INVALID, name, "the decision id of an offer, a UUID");
  }
}
