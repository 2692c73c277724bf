package io.pannier.store;

import io.pannier.messages.Keys;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the visitors of a divided placement bought, added up by arm, and what visitors bought before
 * it was divided.
 */
public final class Experiments {
  private static final int MOST_SEGMENTS = 20;
  private static final int SAMPLED_DECISIONS = 100_000;
  private static final Duration SHORTEST = Duration.ofHours(1);

  // What a visitor buys after the next period has begun belongs to that one.
  private static final String SUMS =
      """
      with visitor as (
        select division, visitor, arm, min(segment) as segment, count(*)::float8 as n,
          min(first_at) as first_at
        from exposure
        where shop = $1 and placement = $2 and %3$s
        group by division, visitor, arm),
      period as (
        select division, min(first_at) as start,
          lead(min(first_at)) over (order by min(first_at)) as stop
        from visitor group by division),
      value as (
        select v.division, period.start, v.arm, v.segment, v.n, coalesce(sum(p.revenue), 0)::float8 as r,
          coalesce(sum(p.margin), 0)::float8 as m, count(p.event_key) > 0 as bought,
          coalesce(bool_or(p.attached), false) as attached
        from visitor v join period using (division) left join purchase p
          on p.shop = $1 and p.visitor = v.visitor and p.time >= v.first_at
            and (period.stop is null or p.time < period.stop)
        group by v.division, period.start, v.arm, v.segment, v.visitor, v.n)
      select %1$s as division, arm, %2$s as segment, count(*) as visitors,
        sum(n)::bigint as sessions, sum(n * n) as nn,
        sum(r) as r, sum(r * r) as rr, sum(r * n) as rn,
        sum(m) as m, sum(m * m) as mm, sum(m * n) as mn,
        count(*) filter (where bought) as buyers, count(*) filter (where attached) as attached
      from value group by 1, 2, 3 order by min(start), 1, 2, 3
      """;
  private static final String BY_ARM = SUMS.formatted("''", "''", "division = $3");
  private static final String BY_SEGMENT = SUMS.formatted("''", "segment", "division = $3");
  private static final String BY_PERIOD =
      SUMS.formatted("division", "''", "starts_with(division, $3)");
  private static final String OFFERS =
      """
      select d.arm,
        count(distinct o.decision) filter (where o.type = 'OFFER_SHOWN'),
        count(distinct o.decision) filter (where o.type = 'OFFER_ACCEPTED')
      from outcome o join decision d on d.id = o.decision
      where o.shop = $1 and o.decision >= $3 and d.id >= $3 and d.placement = $2 and d.arm <> ''
      group by d.arm
      """;
  private static final String SEEN =
      """
      select shopper, session, min(id::text)::uuid as first from (
        select id, coalesce(shopper, '') as shopper, coalesce(session, '') as session
        from decision where shop = $1 and placement = $2 and id >= $3
          and session is distinct from $4
        order by id desc limit $5) newest
      group by shopper, session
      """;
  private static final String BOUGHT =
      """
      select coalesce(sum(m), 0) as m, coalesce(sum(m * m), 0) as mm from (
        select sum(margin)::float8 as m from purchase
        where shop = $1 and time >= $2 and visitor = any($3) group by visitor) bought
      """;

  private final Database database;
  private final Exposures exposures;

  Experiments(Database database, Exposures exposures) {
    this.database = database;
    this.exposures = exposures;
  }

  /** The sums of each arm under these shares. */
  public Future<List<ArmSums>> byArm(Shop shop, String placement, Split split) {
    return sums(BY_ARM, shop, placement, split.division());
  }

  /** The same by segment of the visitors; of {@value #MOST_SEGMENTS} segments at the most. */
  public Future<List<ArmSums>> bySegment(Shop shop, String placement, Split split) {
    return sums(BY_SEGMENT, shop, placement, split.division()).map(Experiments::largest);
  }

  /**
   * The sums of each arm in each period under the same salt, the oldest first: a period is the time
   * in which the shares stayed. The last one is that of this split, without sums where it has seen
   * nobody yet; none at all where no period has seen anybody.
   */
  public Future<List<List<ArmSums>>> byPeriod(Shop shop, String placement, Split split) {
    return rows(BY_PERIOD, shop, placement, split.divisions())
        .map(
            rows -> {
              Map<String, List<ArmSums>> periods = new LinkedHashMap<>();
              for (Row row : rows) {
                periods
                    .computeIfAbsent(row.getString("division"), division -> new ArrayList<>())
                    .add(ArmSums.of(row));
              }
              if (!periods.isEmpty()) {
                List<ArmSums> current = periods.remove(split.division());
                periods.put(split.division(), current == null ? List.of() : current);
              }
              return List.copyOf(periods.values());
            });
  }

  private Future<List<ArmSums>> sums(String query, Shop shop, String placement, String division) {
    return rows(query, shop, placement, division)
        .map(rows -> rows.stream().map(ArmSums::of).toList());
  }

  private Future<RowSet<Row>> rows(String query, Shop shop, String placement, String division) {
    return exposures
        .written()
        .compose(written -> database.query(query, Tuple.of(shop.number(), placement, division)));
  }

  private static List<ArmSums> largest(List<ArmSums> sums) {
    Map<String, Long> visitors = new TreeMap<>();
    sums.forEach(arm -> visitors.merge(arm.segment(), arm.visitors(), Long::sum));
    List<String> names = new ArrayList<>(visitors.keySet());
    names.sort(java.util.Comparator.comparing(visitors::get).reversed());
    Set<String> kept = new HashSet<>(names.subList(0, Math.min(MOST_SEGMENTS, names.size())));
    return sums.stream().filter(arm -> kept.contains(arm.segment())).toList();
  }

  /** When a division saw its first visitor; empty where it has seen none. */
  public Future<Optional<Instant>> since(Shop shop, String placement, Split split) {
    return database
        .query(
            "select min(first_at) from exposure where shop = $1 and placement = $2 and division ="
                + " $3",
            Tuple.of(shop.number(), placement, split.division()))
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
    return database
        .query(OFFERS, Tuple.of(shop.number(), placement, firstId(since)))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new ArmOffers(row.getString(0), row.getLong(1), row.getLong(2)))
                    .toList());
  }

  /**
   * What an experiment may expect of its visitors, from the newest decisions of a placement.
   *
   * @param window the time that was looked at
   * @param visitors who were answered in it
   * @param sessions of theirs
   * @param margin of everything that these visitors bought meanwhile, minor units
   * @param squaredMargin Σ over visitors of margin²
   */
  public record Baseline(
      Duration window, long visitors, long sessions, double margin, double squaredMargin) {}

  /**
   * What came before an experiment. Only those whom the placement has answered count: what others
   * bought says nothing about what an experiment here could change.
   *
   * @param now the end of the time that is looked at
   * @param longest its length, where there are not so many decisions that less time is enough
   */
  public Future<Baseline> baseline(Shop shop, String placement, Instant now, Duration longest) {
    return database
        .query(
            SEEN,
            Tuple.of(
                shop.number(),
                placement,
                firstId(now.minus(longest)),
                OfferRequest.CONSOLE_SESSION,
                SAMPLED_DECISIONS))
        .compose(
            rows -> {
              Set<Long> visitors = new HashSet<>();
              long oldest = now.minus(SHORTEST).toEpochMilli();
              for (Row row : rows) {
                visitors.add(Keys.visitor(shop.number(), row.getString(0), row.getString(1)));
                oldest = Math.min(oldest, row.getUUID(2).getMostSignificantBits() >>> 16);
              }
              visitors.remove(0L);
              Duration window = Duration.ofMillis(now.toEpochMilli() - oldest);
              return bought(shop, visitors, oldest)
                  .map(
                      sums ->
                          new Baseline(
                              window,
                              visitors.size(),
                              rows.size(),
                              sums.getDouble("m"),
                              sums.getDouble("mm")));
            });
  }

  private Future<Row> bought(Shop shop, Set<Long> visitors, long since) {
    return database
        .query(
            BOUGHT,
            Tuple.of(shop.number(), Text.time(since)).addArrayOfLong(visitors.toArray(Long[]::new)))
        .map(rows -> rows.iterator().next());
  }

  private static UUID firstId(Instant since) {
    return new UUID(since.toEpochMilli() << 16, 0);
  }
}
