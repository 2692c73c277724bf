package io.pannier.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.spi.EventType;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How new what is known of each shop is: follows the journal while this process runs. Before the
 * first event it knows of none.
 */
final class Freshness {
  private final MeterRegistry registry;
  private final Map<Integer, Long> lastEvents = new ConcurrentHashMap<>();
  private final Map<Integer, Long> lastOrders = new ConcurrentHashMap<>();

  Freshness(MeterRegistry registry) {
    this.registry = registry;
  }

  void follow(EventsJournaled journaled) {
    for (JournaledEvent event : journaled.events()) {
      if (event.event().isCart()) {
        continue;
      }
      lastEvents.merge(event.shop(), event.event().time(), Math::max);
      if (event.event().type() == EventType.PURCHASED) {
        lastOrders.merge(event.shop(), event.event().time(), Math::max);
      }
    }
  }

  /** {@code lastEventAt}, {@code lastOrderAt}, and how long an event lately had to wait at most. */
  JsonObject of(int shop) {
    double lag =
        registry.find("pannier.ingestion.journal").timers().stream()
            .mapToDouble((Timer lane) -> lane.max(TimeUnit.MILLISECONDS))
            .max()
            .orElse(0);
    return new JsonObject()
        .put("lastEventAt", time(lastEvents.get(shop)))
        .put("lastOrderAt", time(lastOrders.get(shop)))
        .put("journalLagMillis", Math.round(lag * 1000) / 1000.0);
  }

  private static @Nullable String time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis).toString();
  }
}
