package io.pannier.laboratory.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.spi.EventType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One event of a history, as it is written into a batch. Empty texts are left out.
 *
 * @param time milliseconds since the epoch
 * @param quantity units; below 1 is left out
 * @param price unit price paid in minor units; negative is left out
 */
public record EventLine(
    String id,
    EventType type,
    long time,
    String shopper,
    String session,
    String sku,
    int quantity,
    long price,
    String order) {
  /** Writes the event as one JSON object. */
  void write(JsonGenerator json, String currency, int decimals) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("type", type.wireName());
    json.writeStringField("time", Instant.ofEpochMilli(time).toString());
    text(json, "shopper", shopper);
    text(json, "session", session);
    text(json, "sku", sku);
    if (quantity > 0) {
      json.writeNumberField("quantity", quantity);
    }
    if (price >= 0) {
      json.writeNumberField("price", BigDecimal.valueOf(price, decimals));
      json.writeStringField("currency", currency);
    }
    text(json, "order", order);
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }
}
