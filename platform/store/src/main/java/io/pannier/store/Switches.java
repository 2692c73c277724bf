package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which strategies of which shops are switched off, in memory. Every process hears of a change as
 * soon as it is committed.
 */
public final class Switches {
  private static final String PUT =
      """
      insert into strategy_switch (shop, strategy, off, author, reason) values ($1, $2, $3, $4, $5)
      on conflict (shop, strategy) do update
        set off = $3, author = $4, reason = $5, made_at = now(), approved = null
      """;

  private record Key(int shop, String strategy) {}

  private final Database database;
  private final AtomicLong asked = new AtomicLong();
  private volatile Map<Key, StrategySwitch> off = Map.of();
  private long applied;

  Switches(Database database) {
    this.database = database;
  }

  /** Who switched the strategy off; empty while it is on. */
  public Optional<StrategySwitch> off(int shop, String strategy) {
    return Optional.ofNullable(off.get(new Key(shop, strategy)));
  }

  /** True where the strategy must not answer. For the hot path: one look-up, nothing allocated. */
  public boolean isOff(int shop, String strategy) {
    Map<Key, StrategySwitch> known = off;
    return !known.isEmpty() && known.containsKey(new Key(shop, strategy));
  }

  /** Completes when the switch is in force in this process and committed for all others. */
  public Future<Void> put(Shop shop, String strategy, boolean on, String author, String reason) {
    return database
        .query(
            PUT,
            Tuple.of(shop.number(), strategy, !on, Text.storable(author), Text.storable(reason)))
        .compose(rows -> reload());
  }

  Future<Void> reload() {
    long ticket = asked.incrementAndGet();
    return database
        .query("select shop, strategy, author, reason, made_at from strategy_switch where off")
        .map(
            rows -> {
              Map<Key, StrategySwitch> read = new HashMap<>();
              for (Row row : rows) {
                read.put(
                    new Key(row.getInteger(0), row.getString(1)),
                    new StrategySwitch(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getOffsetDateTime(4).toInstant()));
              }
              apply(ticket, Map.copyOf(read));
              return null;
            });
  }

  /** What was asked earlier may be answered later; it must not win. */
  private synchronized void apply(long ticket, Map<Key, StrategySwitch> read) {
    if (ticket > applied) {
      applied = ticket;
      off = read;
    }
  }
}
