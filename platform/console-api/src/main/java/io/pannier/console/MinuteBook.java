package io.pannier.console;

import io.pannier.messages.OfferRequest;
import io.pannier.messages.Shop;
import io.pannier.store.Figures;
import io.pannier.store.MinuteFigures;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one shop by minute, kept so that a look at the last hour costs the database the
 * newest minute. Outcomes come in after their decisions, so an older minute is counted again too,
 * the less often the older it is: a figure is never older than a tenth of its minute's age, or a
 * second. However many look, one count is under way.
 */
final class MinuteBook {
  /** Sessions that nobody sits behind. */
  private static final List<String> LEFT_OUT = List.of(OfferRequest.CONSOLE_SESSION, "warm-up");

  private static final long MINUTE = 60_000;
  private static final long FRESH_MILLIS = 1_000;
  private static final int AGE_SHARE = 10;
  private static final int KEPT_MINUTES = 24 * 60;

  private record Page(List<MinuteFigures> figures, long countedAt) {}

  private final Figures figures;
  private final Shop shop;
  private final InstantSource clock;
  private final TreeMap<Long, Page> pages = new TreeMap<>();
  private @Nullable Future<Void> counting;

  MinuteBook(Figures figures, Shop shop, InstantSource clock) {
    this.figures = figures;
    this.shop = shop;
    this.clock = clock;
  }

  /**
   * The figures of the last minutes, the one that has begun included.
   *
   * @param minutes 1 to 1,440
   */
  Future<List<MinuteFigures>> last(int minutes) {
    return counted(minutes).map(done -> read(minutes));
  }

  private synchronized List<MinuteFigures> read(int minutes) {
    List<MinuteFigures> all = new ArrayList<>();
    long now = clock.millis() / MINUTE;
    pages.tailMap(now - minutes + 1).values().forEach(page -> all.addAll(page.figures()));
    return all;
  }

  private synchronized Future<Void> counted(int minutes) {
    if (counting != null) {
      return counting.compose(done -> counted(minutes));
    }
    long now = clock.millis();
    long last = now / MINUTE;
    List<long[]> spans = new ArrayList<>();
    for (long minute = last - minutes + 1; minute <= last; minute++) {
      if (isStale(minute, now)) {
        if (!spans.isEmpty() && spans.getLast()[1] == minute) {
          spans.getLast()[1]++;
        } else {
          spans.add(new long[] {minute, minute + 1});
        }
      }
    }
    pages.headMap(last - KEPT_MINUTES).clear();
    if (spans.isEmpty()) {
      return Future.succeededFuture();
    }
    Future<Void> all = Future.succeededFuture();
    for (long[] span : spans) {
      all = all.compose(before -> count(span[0], span[1], now));
    }
    Future<Void> running = all;
    counting = running;
    return running.onComplete(done -> finish());
  }

  private synchronized void finish() {
    counting = null;
  }

  private boolean isStale(long minute, long now) {
    Page page = pages.get(minute);
    long age = now - (minute + 1) * MINUTE;
    return page == null || now - page.countedAt() >= Math.max(FRESH_MILLIS, age / AGE_SHARE);
  }

  private Future<Void> count(long from, long to, long at) {
    return figures.count(shop, from, to, LEFT_OUT).map(counted -> keep(counted, from, to, at));
  }

  private synchronized @Nullable Void keep(
      List<MinuteFigures> counted, long from, long to, long at) {
    for (long minute = from; minute < to; minute++) {
      long wanted = minute;
      pages.put(
          minute, new Page(counted.stream().filter(each -> each.minute() == wanted).toList(), at));
    }
    return null;
  }
}
