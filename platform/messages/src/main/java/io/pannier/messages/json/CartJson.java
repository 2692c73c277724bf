package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.messages.Keys;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.ShopEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * A cart as it stands in the journal: an event of type {@code cart}, which no sender may use, with
 * the decision that answers it. Read back by {@link EventJson#journaled}.
 */
public final class CartJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private CartJson() {}

  /**
   * @param decision makes the id: every cart is answered by one decision
   * @param now milliseconds since the epoch
   */
  public static ShopEvent event(OfferAsked asked, UUID decision, long now) {
    String id = EventReader.CART + ":" + decision;
    int shop = asked.shop().number();
    return new ShopEvent(
        Keys.event(shop, id),
        id,
        null,
        now,
        asked.shopper(),
        Keys.shopper(shop, asked.shopper()),
        asked.session(),
        "",
        -1,
        1,
        -1,
        "",
        decision,
        -1,
        -1,
        Double.NaN,
        payload(asked, id, decision, now));
  }

  private static String payload(OfferAsked asked, String id, UUID decision, long now) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeStringField("type", EventReader.CART);
      json.writeStringField("time", Rfc3339.format(now));
      if (!asked.shopper().isEmpty()) {
        json.writeStringField("shopper", asked.shopper());
      }
      if (!asked.session().isEmpty()) {
        json.writeStringField("session", asked.session());
      }
      json.writeStringField("decision", decision.toString());
      json.writeStringField("placement", asked.placement().name());
      if (asked.cartId() >= 0) {
        json.writeNumberField("cart-id", asked.cartId());
      }
      json.writeArrayFieldStart("cart");
      for (CartLine line : asked.cart()) {
        json.writeStartObject();
        json.writeStringField("sku", line.sku());
        json.writeNumberField("quantity", line.quantity());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
