package io.pannier.store;

import io.pannier.messages.Keys;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which visitors a placement's split has seen, in which arm, and what they bought afterwards.
 * Collected in memory and written twice a second: what a killed process loses, the visitor's next
 * question notes again.
 */
public final class Exposures {
  private static final Logger LOG = LoggerFactory.getLogger(Exposures.class);
  private static final long WRITE_MILLIS = 500;
  private static final int REMEMBERED = 100_000;
  private static final int MOST_WAITING = 200_000;

  private static final String ADD =
      """
      insert into exposure (shop, placement, division, visitor, session, arm, first_at)
      select * from unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::bigint[],
        $6::text[], $7::timestamptz[])
      on conflict do nothing
      """;
  private static final String FIGURES =
      """
      with visitor as (
        select visitor, arm, count(*)::float8 as n, min(first_at) as first_at
        from exposure where shop = $1 and placement = $2 and division = $3
        group by visitor, arm),
      value as (
        select v.arm, v.n, coalesce(sum(p.revenue), 0)::float8 as r,
          coalesce(sum(p.margin), 0)::float8 as m, count(p.event_key) > 0 as bought,
          coalesce(bool_or(p.attached), false) as attached
        from visitor v left join purchase p
          on p.shop = $1 and p.visitor = v.visitor and p.time >= v.first_at
        group by v.arm, v.visitor, v.n)
      select arm, count(*) as visitors, sum(n)::bigint as sessions, sum(n * n) as nn,
        sum(r) as r, sum(r * r) as rr, sum(r * n) as rn,
        sum(m) as m, sum(m * m) as mm, sum(m * n) as mn,
        count(*) filter (where bought) as buyers, count(*) filter (where attached) as attached
      from value group by arm order by arm
      """;
  private static final String OFFERS =
      """
      select d.arm,
        count(distinct o.decision) filter (where o.type = 'OFFER_SHOWN'),
        count(distinct o.decision) filter (where o.type = 'OFFER_ACCEPTED')
      from outcome o join decision d on d.id = o.decision
      where o.shop = $1 and o.decision >= $3 and d.id >= $3 and d.placement = $2 and d.arm <> ''
      group by d.arm
      """;
  // Whoever bought nothing is in the number of visitors and nowhere else.
  private static final String BASELINE =
      """
      with seen as (
        select count(distinct coalesce(nullif(shopper, ''), session)) as visitors,
          count(distinct session) as sessions
        from decision where shop = $1 and placement = $2 and id >= $3),
      bought as (
        select visitor, sum(margin)::float8 as m from purchase
        where shop = $1 and time >= $4 group by visitor)
      select visitors, sessions, coalesce((select sum(m) from bought), 0) as m,
        coalesce((select sum(m * m) from bought), 0) as mm
      from seen
      """;

  private record Key(int shop, String placement, String division, long visitor, long session) {}

  private record Seen(Key key, String arm, long time) {}

  /**
   * Sums over the visitors of an arm, from which means and their errors are made.
   *
   * @param sessions of these visitors
   * @param squaredSessions Σ sessions²
   * @param revenue of what they bought after they were first asked about, minor units
   * @param margin as {@code revenue}
   * @param buyers visitors who bought anything
   * @param attached visitors who bought from a bundle that was offered
   */
  public record ArmSums(
      String arm,
      long visitors,
      long sessions,
      double squaredSessions,
      Money revenue,
      Money margin,
      long buyers,
      long attached) {}

  /**
   * Sums of an amount by visitor.
   *
   * @param sum Σ amount
   * @param squares Σ amount²
   * @param bySessions Σ amount · sessions
   */
  public record Money(double sum, double squares, double bySessions) {}

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
        waiting.add(new Seen(key, request.arm().name(), request.now()));
      }
    }
  }

  /** The sums of each arm of a division; what is not written yet is written. */
  public Future<List<ArmSums>> figures(Shop shop, String placement, String division) {
    return write()
        .compose(written -> database.query(FIGURES, Tuple.of(shop.number(), placement, division)))
        .map(rows -> rows.stream().map(Exposures::sums).toList());
  }

  /** When a division saw its first visitor; empty where it has seen none. */
  public Future<Optional<Instant>> since(Shop shop, String placement, String division) {
    return database
        .query(
            "select min(first_at) from exposure where shop = $1 and placement = $2 and division ="
                + " $3",
            Tuple.of(shop.number(), placement, division))
        .map(
            rows ->
                Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
                    .map(OffsetDateTime::toInstant));
  }

  /**
   * What became of the offers of an arm.
   *
   * @param shown decisions of which a bundle was seen
   * @param accepted decisions of which a bundle was taken
   */
  public record ArmOffers(String arm, long shown, long accepted) {}

  /** What became of the offers of each arm since then. */
  public Future<List<ArmOffers>> offers(Shop shop, String placement, Instant since) {
    UUID first = new UUID(since.toEpochMilli() << 16, 0);
    return database
        .query(OFFERS, Tuple.of(shop.number(), placement, first))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new ArmOffers(row.getString(0), row.getLong(1), row.getLong(2)))
                    .toList());
  }

  /**
   * What an experiment may expect of its visitors.
   *
   * @param visitors of the placement in that time
   * @param sessions of theirs
   * @param margin of everything that was bought meanwhile, minor units
   * @param squaredMargin Σ over visitors of margin²
   */
  public record Baseline(long visitors, long sessions, double margin, double squaredMargin) {}

  /** What came before an experiment. */
  public Future<Baseline> baseline(Shop shop, String placement, Instant since) {
    return database
        .query(
            BASELINE,
            Tuple.of(
                shop.number(),
                placement,
                new UUID(since.toEpochMilli() << 16, 0),
                Text.time(since.toEpochMilli())))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Baseline(
                  row.getLong(0), row.getLong(1), row.getDouble(2), row.getDouble(3));
            });
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
            rows.stream().map(row -> Text.time(row.time())).toArray(OffsetDateTime[]::new));
  }

  private static ArmSums sums(Row row) {
    return new ArmSums(
        row.getString("arm"),
        row.getLong("visitors"),
        row.getLong("sessions"),
        row.getDouble("nn"),
        new Money(row.getDouble("r"), row.getDouble("rr"), row.getDouble("rn")),
        new Money(row.getDouble("m"), row.getDouble("mm"), row.getDouble("mn")),
        row.getLong("buyers"),
        row.getLong("attached"));
  }
}
