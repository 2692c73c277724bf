package io.pannier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Takes the person out of an event: what counts stays, everything that may name somebody goes, the
 * shop's own unknown fields and free text included.
 */
final class Scrubber {
  private static final Set<String> KEPT =
      Set.of(
          "id",
          "type",
          "time",
          "sku",
          "quantity",
          "price",
          "currency",
          "order",
          "decision",
          "bundle",
          "position",
          "value",
          "placement",
          "cart");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Scrubber() {}

  static String scrub(String payload) {
    try {
      JsonNode root = JSON.readTree(payload);
      if (root instanceof ObjectNode object) {
        return object.retain(KEPT).toString();
      }
    } catch (JsonProcessingException e) {
      // Not readable, so nothing of it can be told to be harmless.
    }
    return "{}";
  }
}
