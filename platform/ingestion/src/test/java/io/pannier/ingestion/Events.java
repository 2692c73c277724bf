package io.pannier.ingestion;

import io.pannier.messages.ShopEvent;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events for tests. */
final class Events {
  private Events() {}

  static String json(String id, String shopper, String sku) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"type\":\"product-viewed\",\"time\":\"2026-01-01T00:00:00Z\","
            + "\"shopper\":\"%s\",\"sku\":\"%s\"}",
        id,
        shopper,
        sku);
  }

  static ShopEvent event(String id, String shopper, String sku) {
    return EventJson.one(
        FakeStore.SHOP, json(id, shopper, sku).getBytes(StandardCharsets.UTF_8), EventWindow.ANY);
  }

  static List<ShopEvent> batch(int from, int size) {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = from; i < from + size; i++) {
      events.add(event("e-" + i, "s-" + i % 50, "p-" + i % 20));
    }
    return events;
  }
}
