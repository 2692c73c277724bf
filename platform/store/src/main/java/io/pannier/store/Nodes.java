package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The processes of an installation: each writes down now and then how it is doing. */
public final class Nodes {
  /** How often a process reports. */
  public static final Duration REPORTED_EVERY = Duration.ofSeconds(5);

  /** After so much silence, which is three reports, a process may not be running any more. */
  public static final Duration STALE = Duration.ofSeconds(15);

  /** After so much silence a process is forgotten. */
  public static final Duration REMEMBERED = Duration.ofMinutes(15);

  /**
   * A name that is there already is that of a process that was killed: whoever starts takes its
   * place. Two that run under one name are both there again with their next reports.
   */
  private static final String REPORT =
      """
      with gone as (
        delete from node
        where id <> $1 and (seen_at < now() - make_interval(secs => $5) or ($6 and name = $2)))
      insert into node (id, name, started_at, seen_at, strategies) values ($1, $2, $3, now(), $4)
      on conflict (id) do update set name = $2, seen_at = now(), strategies = $4
      """;

  private final Database database;

  Nodes(Database database) {
    this.database = database;
  }

  /** The first report of a process. */
  public Future<Void> enter(NodeReport report) {
    return write(report, true);
  }

  /** Writes down how a process is doing, and forgets those of which nothing was heard. */
  public Future<Void> report(NodeReport report) {
    return write(report, false);
  }

  private Future<Void> write(NodeReport report, boolean first) {
    return database
        .query(
            REPORT,
            Tuple.of(
                report.id(),
                Text.storable(report.name()),
                report.startedAt().atOffset(ZoneOffset.UTC),
                json(report.strategies()),
                (double) REMEMBERED.toSeconds(),
                first))
        .mapEmpty();
  }

  /** A process that stops takes its report with it. */
  public Future<Void> leave(UUID id) {
    return database.query("delete from node where id = $1", Tuple.of(id)).mapEmpty();
  }

  /** All processes with what each knows of a shop's strategies, those that started first first. */
  public Future<List<NodeState>> of(Shop shop) {
    return database
        .query(
            "select name, started_at, seen_at, extract(epoch from now() - seen_at)::float8,"
                + " strategies -> $1 from node order by started_at, id",
            Tuple.of(Integer.toString(shop.number())))
        .map(rows -> rows.stream().map(Nodes::state).toList());
  }

  private static NodeState state(Row row) {
    Map<String, NodeStrategy> strategies = new HashMap<>();
    if (row.getJson(4) instanceof JsonObject known) {
      known.fieldNames().forEach(name -> strategies.put(name, strategy(known.getJsonObject(name))));
    }
    return new NodeState(
        row.getString(0),
        row.getOffsetDateTime(1).toInstant(),
        row.getOffsetDateTime(2).toInstant(),
        Duration.ofMillis((long) (1_000 * row.getDouble(3))),
        strategies);
  }

  private static JsonObject json(Map<Integer, Map<String, NodeStrategy>> strategies) {
    JsonObject shops = new JsonObject();
    strategies.forEach(
        (shop, byName) -> {
          JsonObject known = new JsonObject();
          byName.forEach((name, strategy) -> known.put(name, json(strategy)));
          shops.put(Integer.toString(shop), known);
        });
    return shops;
  }

  private static JsonObject json(NodeStrategy strategy) {
    Instant at = strategy.lastFailureAt();
    return new JsonObject()
        .put("version", strategy.version())
        .put("state", strategy.state())
        .put("off", strategy.switchedOff())
        .put("calls", strategy.calls())
        .put("failures", strategy.failures())
        .put("p99", Double.isNaN(strategy.p99Millis()) ? null : strategy.p99Millis())
        .put("failure", strategy.lastFailure())
        .put("at", at == null ? null : at.toString());
  }

  private static NodeStrategy strategy(JsonObject json) {
    @Nullable String at = json.getString("at");
    @Nullable Double p99 = json.getDouble("p99");
    return new NodeStrategy(
        json.getString("version"),
        json.getString("state"),
        json.getBoolean("off"),
        json.getLong("calls"),
        json.getLong("failures"),
        p99 == null ? Double.NaN : p99,
        json.getString("failure"),
        at == null ? null : Instant.parse(at));
  }
}
