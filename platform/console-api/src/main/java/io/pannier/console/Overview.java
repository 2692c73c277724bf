package io.pannier.console;

import io.pannier.laboratory.offpolicy.Agreement;
import io.pannier.messages.Shop;
import io.pannier.store.MinuteFigures;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How a shop is doing now: what is offered, what is taken, how fast and how sure. */
final class Overview {
  private static final double CONFIDENCE = 0.95;
  private static final long MINUTE = 60_000;
  private static final long FRESH_MILLIS = 1_000;
  private static final int LETTERS_COUNTED = 10_000;

  private final Store store;
  private final StageLatency latency;
  private final Freshness freshness;
  private final InstantSource clock;
  private final Map<Integer, MinuteBook> books = new ConcurrentHashMap<>();
  private final Map<Key, Told> answers = new ConcurrentHashMap<>();

  private record Key(int shop, int minutes) {}

  /** What was told, and when it was asked. */
  private record Told(long at, Future<JsonObject> figures) {}

  Overview(Store store, StageLatency latency, Freshness freshness, InstantSource clock) {
    this.store = store;
    this.latency = latency;
    this.freshness = freshness;
    this.clock = clock;
  }

  /**
   * The figures of the last minutes, at most a second old: all who look are told the same.
   *
   * @param minutes 1 to 1,440
   * @return not to be changed
   */
  Future<JsonObject> of(Shop shop, int minutes) {
    long now = clock.millis();
    return answers
        .compute(
            new Key(shop.number(), minutes),
            (key, known) ->
                known == null || now - known.at() >= FRESH_MILLIS || known.figures().failed()
                    ? new Told(now, count(shop, minutes))
                    : known)
        .figures();
  }

  private Future<JsonObject> count(Shop shop, int minutes) {
    MinuteBook book =
        books.computeIfAbsent(
            shop.number(), number -> new MinuteBook(store.figures(), shop, clock));
    return book.last(minutes)
        .compose(
            figures ->
                store
                    .deadLetters()
                    .count(shop, LETTERS_COUNTED)
                    .map(letters -> json(shop, minutes, figures, letters)));
  }

  private JsonObject json(Shop shop, int minutes, List<MinuteFigures> figures, long letters) {
    long now = clock.millis();
    Sums all = new Sums();
    Map<String, Sums> byPlacement = new TreeMap<>();
    Map<Long, Sums> byMinute = new HashMap<>();
    for (MinuteFigures each : figures) {
      all.add(each);
      if (!each.placement().isEmpty()) {
        byPlacement.computeIfAbsent(each.placement(), name -> new Sums()).add(each);
      }
      byMinute.computeIfAbsent(each.minute(), minute -> new Sums()).add(each);
    }
    return new JsonObject()
        .put("at", Instant.ofEpochMilli(now).toString())
        .put("offersPerSecond", perSecond(byMinute, now))
        .put("acceptance", share(all.accepted, all.shown))
        .put("attach", share(all.attached, all.purchases))
        .put("degradedShare", all.offers == 0 ? null : (double) all.degraded / all.offers)
        .put("latency", latency.all())
        .put("series", series(byMinute, now / MINUTE, minutes))
        .put("placements", placements(byPlacement))
        .put("freshness", freshness.of(shop.number()))
        .put("deadLetters", letters);
  }

  /** Over the last minute: of the one before as much as the one that has begun lacks. */
  private static double perSecond(Map<Long, Sums> byMinute, long now) {
    Sums none = new Sums();
    double begun = (now % MINUTE) / (double) MINUTE;
    double offers =
        byMinute.getOrDefault(now / MINUTE, none).offers
            + (1 - begun) * byMinute.getOrDefault(now / MINUTE - 1, none).offers;
    return Math.round(offers / 60 * 100) / 100.0;
  }

  /** A share with its 95 % interval by Wilson; nulls where nothing was shown. */
  private static JsonObject share(long accepted, long shown) {
    JsonObject share = new JsonObject().put("shown", shown).put("accepted", accepted);
    if (shown == 0) {
      return share.putNull("rate").putNull("lower").putNull("upper");
    }
    Agreement interval = Agreement.of(accepted, shown, CONFIDENCE);
    return share
        .put("rate", interval.share())
        .put("lower", interval.lower())
        .put("upper", interval.upper());
  }

  private static JsonArray series(Map<Long, Sums> byMinute, long last, int minutes) {
    JsonArray series = new JsonArray();
    Sums none = new Sums();
    for (long minute = last - minutes + 1; minute <= last; minute++) {
      Sums sums = byMinute.getOrDefault(minute, none);
      series.add(
          new JsonObject()
              .put("at", Instant.ofEpochMilli(minute * MINUTE).toString())
              .put("offers", sums.offers)
              .put("accepted", sums.accepted)
              .put("revenue", rounded(sums.revenue))
              .put("margin", rounded(sums.margin)));
    }
    return series;
  }

  private static JsonArray placements(Map<String, Sums> byPlacement) {
    JsonArray all = new JsonArray();
    byPlacement.forEach(
        (name, sums) ->
            all.add(
                new JsonObject()
                    .put("name", name)
                    .put("offers", sums.offers)
                    .put("shown", sums.shown)
                    .put("accepted", sums.accepted)
                    .put("revenue", rounded(sums.revenue))
                    .put("degradedShare", (double) sums.degraded / sums.offers)));
    return all;
  }

  private static double rounded(double money) {
    return Math.round(money * 10_000) / 10_000.0;
  }

  /** Figures added up. */
  private static final class Sums {
    private long offers;
    private long degraded;
    private long shown;
    private long accepted;
    private long purchases;
    private long attached;
    private double revenue;
    private double margin;

    private void add(MinuteFigures figures) {
      offers += figures.offers();
      degraded += figures.degraded();
      shown += figures.shown();
      accepted += figures.accepted();
      purchases += figures.purchases();
      attached += figures.attached();
      revenue += figures.revenue();
      margin += figures.margin();
    }
  }
}
