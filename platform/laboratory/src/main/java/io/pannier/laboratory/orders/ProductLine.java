package io.pannier.laboratory.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One product of a catalogue, as it is written into a batch. Empty texts are left out.
 *
 * @param category path from the root, parts joined by {@code " > "}
 * @param price list price, minor units
 * @param cost unit cost, minor units
 * @param attributes written in their natural order of keys, so that bytes are reproducible
 */
public record ProductLine(
    String sku,
    String title,
    String category,
    String brand,
    long price,
    long cost,
    int stock,
    List<String> tags,
    Map<String, String> attributes) {
  /** Writes the product as one JSON object. */
  void write(JsonGenerator json, String currency, int decimals) throws IOException {
    json.writeStartObject();
    json.writeStringField("sku", sku);
    json.writeStringField("title", title);
    if (!category.isEmpty()) {
      json.writeStringField("category", category);
    }
    if (!brand.isEmpty()) {
      json.writeStringField("brand", brand);
    }
    json.writeNumberField("price", BigDecimal.valueOf(price, decimals));
    json.writeStringField("currency", currency);
    json.writeNumberField("cost", BigDecimal.valueOf(cost, decimals));
    json.writeNumberField("stock", stock);
    if (!tags.isEmpty()) {
      json.writeArrayFieldStart("tags");
      for (String tag : tags) {
        json.writeString(tag);
      }
      json.writeEndArray();
    }
    if (!attributes.isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (String key : attributes.keySet().stream().sorted().toList()) {
        json.writeStringField(key, attributes.get(key));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
