package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * What offers led to, by minute and placement, counted from the ledger. Every query reads one range
 * of ids, which is one range of time, through the primary keys.
 */
public final class Figures {
  private static final long MINUTE = 60_000;
  private static final String COUNT =
      """
      with made as (
        select id, placement, rung from decision
        where shop = $1 and id >= $2 and id < $3 and (session is null or session <> all($4))),
      became as (
        select decision,
          bool_or(type = 'OFFER_ACCEPTED') as accepted
        from outcome
        where shop = $1 and decision >= $2 and decision < $3
          and type in ('OFFER_SHOWN', 'OFFER_ACCEPTED')
        group by decision),
      taken as (
        select distinct o.decision, o.bundle from outcome o
        where o.shop = $1 and o.decision >= $2 and o.decision < $3
          and o.type = 'OFFER_ACCEPTED' and o.bundle >= 0),
      sold as (
        select t.decision, sum((b.bundle ->> 'price')::numeric) as revenue, sum(c.cost) as cost
        from taken t
        join decision d on d.id = t.decision and d.shop = $1
        cross join lateral (select (d.offer::json -> 'bundles') -> t.bundle as bundle) b
        cross join lateral (
          select coalesce(sum(p.cost * (i.item ->> 'quantity')::numeric), 0) as cost
          from json_array_elements(b.bundle -> 'items') as i(item)
          join item k on k.shop = $1 and k.sku = i.item ->> 'sku'
          join product p on p.shop = $1 and p.item = k.item) c
        where b.bundle is not null
        group by t.decision)
      select ('x' || left(replace(made.id::text, '-', ''), 12))::bit(48)::bigint / 60000 as minute,
        made.placement, count(*) as offers,
        count(*) filter (where made.rung <> 'STRATEGY') as degraded,
        count(became.decision) as shown,
        count(*) filter (where became.accepted) as accepted,
        0::bigint as purchases, 0::bigint as attached,
        coalesce(sum(sold.revenue), 0)::float8 as revenue,
        coalesce(sum(sold.cost), 0)::float8 as cost
      from made
      left join became on became.decision = made.id
      left join sold on sold.decision = made.id
      group by 1, 2
      union all
      select floor(extract(epoch from time) / 60)::bigint, '', 0, 0, 0, 0,
        count(*), count(*) filter (where attached), 0, 0
      from purchase where shop = $1 and time >= $5 and time < $6
      group by 1
      """;

  private final Database database;

  Figures(Database database) {
    this.database = database;
  }

  /**
   * Counts the decisions of some minutes, by placement, and what was bought in them, as figures of
   * a placement without a name. What was accepted counts as shown.
   *
   * @param fromMinute minutes since the epoch, inclusive
   * @param toMinute exclusive
   * @param leftOut sessions that belong to nobody
   */
  public Future<List<MinuteFigures>> count(
      Shop shop, long fromMinute, long toMinute, List<String> leftOut) {
    double minor = Math.pow(10, shop.currencyDecimals());
    return database
        .query(
            COUNT,
            Tuple.of(
                    shop.number(),
                    first(fromMinute),
                    first(toMinute),
                    leftOut.toArray(String[]::new))
                .addOffsetDateTime(Text.time(fromMinute * MINUTE))
                .addOffsetDateTime(Text.time(toMinute * MINUTE)))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new MinuteFigures(
                                row.getLong(0),
                                row.getString(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getDouble(8),
                                row.getDouble(8) - row.getDouble(9) / minor))
                    .toList());
  }

  private static UUID first(long minute) {
    return new UUID((minute * MINUTE) << 16, 0);
  }
}
