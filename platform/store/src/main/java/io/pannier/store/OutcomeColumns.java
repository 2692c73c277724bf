package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Outcomes turned on their side: one array for each column, as {@code unnest} takes them. */
final class OutcomeColumns {
  private final List<JournaledEvent> events;
  private final List<Outcome> rows;
  private final Map<Short, Long> offsets = new LinkedHashMap<>();

  /**
   * @param groups with outcomes only; each event once
   */
  OutcomeColumns(List<EventsJournaled> groups) {
    events = groups.stream().flatMap(group -> group.events().stream()).toList();
    rows = events.stream().map(event -> Outcome.of(event.shop(), event.event())).toList();
    groups.forEach(group -> offsets.merge((short) group.lane(), group.toOffset(), Math::max));
  }

  Tuple parameters(OffsetDateTime expiry) {
    return Tuple.tuple()
        .addArrayOfUUID(rows.stream().map(Outcome::event).toArray(UUID[]::new))
        .addArrayOfUUID(rows.stream().map(Outcome::decision).toArray(UUID[]::new))
        .addArrayOfInteger(rows.stream().map(Outcome::shop).toArray(Integer[]::new))
        .addArrayOfString(rows.stream().map(row -> row.type().name()).toArray(String[]::new))
        .addArrayOfOffsetDateTime(
            rows.stream().map(row -> Text.time(row.time())).toArray(OffsetDateTime[]::new))
        .addArrayOfInteger(rows.stream().map(Outcome::bundle).toArray(Integer[]::new))
        .addArrayOfInteger(rows.stream().map(Outcome::position).toArray(Integer[]::new))
        .addArrayOfInteger(rows.stream().map(Outcome::item).toArray(Integer[]::new))
        .addArrayOfInteger(rows.stream().map(Outcome::quantity).toArray(Integer[]::new))
        .addArrayOfLong(rows.stream().map(Outcome::price).toArray(Long[]::new))
        .addArrayOfDouble(rows.stream().map(Outcome::value).toArray(Double[]::new))
        .addArrayOfString(
            events.stream().map(event -> event.event().shopper()).toArray(String[]::new))
        .addArrayOfString(
            events.stream().map(event -> event.event().payload()).toArray(String[]::new))
        .addOffsetDateTime(expiry)
        .addArrayOfShort(offsets.keySet().toArray(Short[]::new))
        .addArrayOfLong(offsets.values().toArray(Long[]::new));
  }
}
