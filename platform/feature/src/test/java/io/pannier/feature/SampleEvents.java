package io.pannier.feature;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random events of one shop. */
final class SampleEvents {
  static final int SHOP = 1;
  static final long NEWEST = 1_790_000_000_000L;

  private SampleEvents() {}

  static List<ShopEvent> random(RandomGenerator random, int count) {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventType type = EventType.of(random.nextInt(EventType.count()));
      String shopper = random.nextInt(8) == 0 ? "" : "shopper-" + random.nextInt(20);
      long time = NEWEST - random.nextLong(400L * 24 * 3600 * 1000);
      events.add(
          event("e" + i, type, time, shopper, random.nextInt(30) - 1, 1 + random.nextInt(5)));
    }
    return events;
  }

  static ShopEvent event(
      String id, EventType type, long time, String shopper, int item, int quantity) {
    return new ShopEvent(
        Keys.event(SHOP, id),
        id,
        type,
        time,
        shopper,
        Keys.shopper(SHOP, shopper),
        "",
        item < 0 ? "" : "sku-" + item,
        item,
        quantity,
        250,
        type == EventType.PURCHASED ? "order-" + time % 7 : "",
        null,
        -1,
        -1,
        Double.NaN,
        "{}");
  }

  static EventsJournaled batch(int lane, long from, List<ShopEvent> events) {
    List<JournaledEvent> journaled = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      journaled.add(new JournaledEvent(SHOP, from + i, events.get(i)));
    }
    return new EventsJournaled(lane, from, from + events.size() - 1, journaled);
  }
}
