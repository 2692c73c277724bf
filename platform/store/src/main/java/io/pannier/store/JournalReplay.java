package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the journal back in the order of (lane, offset). While one page is decoded on a worker,
 * the next is on its way.
 */
final class JournalReplay {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);
  private static final int PAGE_ROWS = 4_000;
  private static final String COVERED =
      """
      select l.lane, l.last_seq, coalesce(c.seq, 0)
      from journal_lane l
      left join unnest($1::smallint[], $2::bigint[]) as c(lane, seq) on c.lane = l.lane
      """;
  // The lowest offset bounds the scan of days that are indexed by offset; the join does the rest.
  private static final String ROWS =
      """
      select j.shard, j.seq, j.shop, j.payload
      from journal j
      join unnest($1::smallint[], $2::bigint[], $3::bigint[]) as c(lane, after, until)
        on c.lane = j.shard and j.seq > c.after and j.seq <= c.until
      where j.seq > $4
      order by j.shard, j.seq
      """;

  private final Database database;
  private final Shops shops;
  private final ItemDictionary items;
  private final JournalDecoder decoder;

  JournalReplay(Database database, Shops shops, ItemDictionary items, JournalDecoder decoder) {
    this.database = database;
    this.shops = shops;
    this.items = items;
    this.decoder = decoder;
  }

  Future<Void> run(Map<Integer, Long> after, Consumer<EventsJournaled> batches) {
    Short[] lanes = after.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
    Long[] offsets = after.values().toArray(Long[]::new);
    return database.inTransaction(
        connection ->
            connection
                // The sort is over the whole tail of the journal; spilling it halves the rate.
                .query("set local work_mem = '256MB'")
                .execute()
                .compose(
                    set ->
                        connection
                            .preparedQuery(COVERED)
                            .execute(Tuple.tuple().addArrayOfShort(lanes).addArrayOfLong(offsets)))
                .compose(covered -> read(connection, covered, batches)));
  }

  private Future<Void> read(
      SqlConnection connection, RowSet<Row> covered, Consumer<EventsJournaled> batches) {
    TreeMap<Integer, long[]> ranges = new TreeMap<>();
    for (Row row : covered) {
      if (row.getLong(1) > row.getLong(2)) {
        ranges.put(row.getShort(0).intValue(), new long[] {row.getLong(2), row.getLong(1)});
      }
    }
    if (ranges.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfShort(
                ranges.keySet().stream().map(Integer::shortValue).toArray(Short[]::new))
            .addArrayOfLong(ranges.values().stream().map(range -> range[0]).toArray(Long[]::new))
            .addArrayOfLong(ranges.values().stream().map(range -> range[1]).toArray(Long[]::new))
            .addLong(ranges.values().stream().mapToLong(range -> range[0]).min().getAsLong());
    return connection
        .prepare(ROWS)
        .compose(
            statement -> {
              Delivery delivery = new Delivery(ranges, batches);
              Reader reader = new Reader(database.vertx(), statement.cursor(parameters), delivery);
              return reader
                  .run()
                  .compose(
                      nothing ->
                          database
                              .vertx()
                              .<Void>executeBlocking(
                                  () -> {
                                    delivery.finish();
                                    return null;
                                  }))
                  .eventually(statement::close);
            });
  }

  /** Reads one page ahead of what is delivered. */
  private static final class Reader {
    private final Vertx vertx;
    private final Cursor cursor;
    private final Delivery delivery;
    private final Promise<Void> done = Promise.promise();
    private Future<Void> delivered = Future.succeededFuture();

    Reader(Vertx vertx, Cursor cursor, Delivery delivery) {
      this.vertx = vertx;
      this.cursor = cursor;
      this.delivery = delivery;
    }

    Future<Void> run() {
      next();
      return done.future();
    }

    private void next() {
      cursor.read(PAGE_ROWS).onComplete(this::deliver, done::fail);
    }

    private void deliver(RowSet<Row> page) {
      delivered.onComplete(
          nothing -> {
            delivered =
                vertx.executeBlocking(
                    () -> {
                      delivery.accept(page);
                      return null;
                    });
            if (cursor.hasMore()) {
              next();
            } else {
              delivered.onComplete(done);
            }
          },
          done::fail);
    }
  }

  /** Turns rows into batches, each of one lane, that cover the lane without a gap. */
  private final class Delivery {
    private final Map<Integer, long[]> ranges;
    private final Consumer<EventsJournaled> batches;
    private List<JournaledEvent> events = new ArrayList<>(PAGE_ROWS);
    private int lane = -1;
    private long last;

    Delivery(Map<Integer, long[]> ranges, Consumer<EventsJournaled> batches) {
      this.ranges = ranges;
      this.batches = batches;
    }

    void accept(RowSet<Row> page) {
      for (Row row : page) {
        int rowLane = row.getShort(0);
        if (rowLane != lane) {
          flush();
          lane = rowLane;
        }
        last = row.getLong(1);
        ShopEvent event = decoded(row);
        if (event != null) {
          events.add(new JournaledEvent(row.getInteger(2), last, event));
        }
      }
      flush();
    }

    /** Covers what the lanes spent behind their last row. */
    void finish() {
      ranges.forEach(
          (number, range) -> {
            if (range[0] < range[1]) {
              batches.accept(new EventsJournaled(number, range[0] + 1, range[1], List.of()));
            }
          });
    }

    private void flush() {
      long[] range = ranges.get(lane);
      if (range != null && last > range[0]) {
        batches.accept(new EventsJournaled(lane, range[0] + 1, last, events));
        range[0] = last;
        events = new ArrayList<>(PAGE_ROWS);
      }
    }

    private @Nullable ShopEvent decoded(Row row) {
      Shop shop = shops.find(row.getInteger(2)).orElse(null);
      if (shop == null) {
        throw new IllegalStateException("journal names shop " + row.getInteger(2));
      }
      try {
        ShopEvent event = decoder.decode(shop, row.getString(3));
        return event.sku().isEmpty()
            ? event
            : event.withItem(items.find(shop.number(), event.sku()));
      } catch (RuntimeException e) {
        // It stays in the journal; a version that can read it will.
        LOG.error(
            "lane {} offset {} cannot be read and is left out; report this",
            row.getShort(0),
            row.getLong(1),
            e);
        return null;
      }
    }
  }
}
