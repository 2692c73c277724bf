package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * What visitors bought, whether it had been offered to them or not: what experiments are judged by.
 * Follows the journal; noting a purchase again changes nothing.
 */
public final class Purchases {
  private static final int GROUP_ROWS = 2_000;
  private static final int QUEUE_ROWS = 200_000;
  private static final Duration KEPT = Duration.ofDays(31);

  // A product whose cost is not known earns nothing that could be counted.
  private static final String ADD =
      """
      insert into purchase (event_key, shop, visitor, time, revenue, margin, attached)
      select u.key, u.shop, u.visitor, u.time, u.quantity * coalesce(u.price, p.price, 0),
        coalesce(u.quantity * (coalesce(u.price, p.price) - p.cost), 0), u.attached
      from unnest($1::uuid[], $2::int[], $3::bigint[], $4::timestamptz[], $5::int[], $6::bigint[],
        $7::bigint[], $8::bool[]) as u(key, shop, visitor, time, item, quantity, price, attached)
      left join product p on p.shop = u.shop and p.item = u.item
      on conflict do nothing
      """;

  private final InstantSource clock;
  private final GroupCommit<List<JournaledEvent>, Boolean> commits;

  Purchases(Database database, InstantSource clock) {
    this.clock = clock;
    this.commits =
        new GroupCommit<>(
            "purchases",
            database.vertx(),
            database.vertx().getOrCreateContext(),
            GROUP_ROWS,
            QUEUE_ROWS,
            List::size,
            groups ->
                database
                    .query(ADD, columns(groups.stream().flatMap(List::stream).toList()))
                    .map(rows -> Collections.nCopies(groups.size(), true)));
  }

  /**
   * Notes the purchases among what was journaled; those of an imported past are left out.
   *
   * @return completes when they are durable
   */
  public Future<Void> note(EventsJournaled journaled) {
    long oldest = clock.millis() - KEPT.toMillis();
    List<JournaledEvent> bought =
        journaled.events().stream()
            .filter(event -> event.event().type() == EventType.PURCHASED)
            .filter(event -> event.event().time() >= oldest && visitor(event) != 0)
            .toList();
    return bought.isEmpty() ? Future.succeededFuture() : commits.write(bought).mapEmpty();
  }

  Future<Void> close() {
    return commits.close();
  }

  private static long visitor(JournaledEvent event) {
    return Keys.visitor(event.shop(), event.event().shopper(), event.event().session());
  }

  private static Tuple columns(List<JournaledEvent> rows) {
    List<ShopEvent> events = rows.stream().map(JournaledEvent::event).toList();
    List<Long> prices = new ArrayList<>();
    events.forEach(event -> prices.add(event.price() < 0 ? null : event.price()));
    return Tuple.tuple()
        .addArrayOfUUID(events.stream().map(ShopEvent::key).toArray(UUID[]::new))
        .addArrayOfInteger(rows.stream().map(JournaledEvent::shop).toArray(Integer[]::new))
        .addArrayOfLong(rows.stream().map(Purchases::visitor).toArray(Long[]::new))
        .addArrayOfOffsetDateTime(
            events.stream().map(event -> Text.time(event.time())).toArray(OffsetDateTime[]::new))
        .addArrayOfInteger(events.stream().map(ShopEvent::item).toArray(Integer[]::new))
        .addArrayOfLong(events.stream().map(e -> (long) e.quantity()).toArray(Long[]::new))
        .addArrayOfLong(prices.toArray(Long[]::new))
        .addArrayOfBoolean(events.stream().map(e -> e.decision() != null).toArray(Boolean[]::new));
  }
}
