package io.pannier.store;

import io.pannier.messages.Keys;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which visitors a placement's split has seen, and in which arm. Collected in memory and written
 * twice a second: what a killed process loses, the visitor's next question notes again.
 */
public final class Exposures {
  private static final Logger LOG = LoggerFactory.getLogger(Exposures.class);
  private static final long WRITE_MILLIS = 500;
  private static final int REMEMBERED = 100_000;
  private static final int MOST_WAITING = 200_000;

  private static final String ADD =
      """
      insert into exposure (shop, placement, division, visitor, session, arm, first_at, segment)
      select u.shop, u.placement, u.division, u.visitor, u.session, u.arm, u.first_at,
        case when u.shopper = '' then 'anonymous'
          else coalesce(nullif(left(p.attributes::json ->> 'segment', 64), ''), 'known') end
      from unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
        $7::timestamptz[], $8::text[])
        as u(shop, placement, division, visitor, session, arm, first_at, shopper)
      left join shopper_profile p on p.shop = u.shop and p.shopper = u.shopper
      on conflict do nothing
      """;

  private record Key(int shop, String placement, String division, long visitor, long session) {}

  private record Seen(Key key, String arm, long time, String shopper) {}

  private final Database database;
  private final Map<Key, Boolean> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(1024, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private List<Seen> waiting = new ArrayList<>();
  private Future<Void> inFlight = Future.succeededFuture();
  private long timer = -1;

  Exposures(Database database) {
    this.database = database;
  }

  /** Notes that a visitor of a divided placement was answered. Thread-safe; returns at once. */
  public void seen(OfferRequest request) {
    Placement placement = request.placement();
    // A plain list knows no hold-out, so that it is no part of the experiment.
    if (request.kind() == OfferRequest.Kind.RANK
        || !placement.split().divides()
        || request.session().equals(OfferRequest.CONSOLE_SESSION)
        || request.visitor() == 0) {
      return;
    }
    int shop = request.shop().number();
    Key key =
        new Key(
            shop,
            placement.name(),
            placement.split().division(),
            request.visitor(),
            Keys.shopper(shop, request.session()));
    if (remembered.put(key, true) != null) {
      return;
    }
    synchronized (this) {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(
            new Seen(key, request.arm().name(), request.now(), Text.storable(request.shopper())));
      }
    }
  }

  /** Completes when everything that was seen before is written, also by a write under way. */
  Future<Void> written() {
    return write();
  }

  void keepWriting() {
    timer =
        database
            .vertx()
            .setPeriodic(
                WRITE_MILLIS,
                tick -> write().onFailure(e -> LOG.warn("exposures are not written down", e)));
  }

  Future<Void> close() {
    database.vertx().cancelTimer(timer);
    return write();
  }

  /** Completes when everything that was seen before is written, also by a write under way. */
  private synchronized Future<Void> write() {
    if (!waiting.isEmpty()) {
      List<Seen> taken = waiting;
      waiting = new ArrayList<>();
      inFlight = inFlight.transform(before -> add(taken));
    }
    return inFlight;
  }

  private Future<Void> add(List<Seen> taken) {
    return database
        .query(ADD, columns(taken))
        .onFailure(
            e -> {
              synchronized (this) {
                waiting.addAll(taken);
              }
            })
        .mapEmpty();
  }

  private static Tuple columns(List<Seen> rows) {
    return Tuple.tuple()
        .addArrayOfInteger(rows.stream().map(row -> row.key().shop()).toArray(Integer[]::new))
        .addArrayOfString(rows.stream().map(row -> row.key().placement()).toArray(String[]::new))
        .addArrayOfString(rows.stream().map(row -> row.key().division()).toArray(String[]::new))
        .addArrayOfLong(rows.stream().map(row -> row.key().visitor()).toArray(Long[]::new))
        .addArrayOfLong(rows.stream().map(row -> row.key().session()).toArray(Long[]::new))
        .addArrayOfString(rows.stream().map(Seen::arm).toArray(String[]::new))
        .addArrayOfOffsetDateTime(
            rows.stream().map(row -> Text.time(row.time())).toArray(OffsetDateTime[]::new))
        .addArrayOfString(rows.stream().map(Seen::shopper).toArray(String[]::new));
  }
}
