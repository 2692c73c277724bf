package io.pannier.store;

import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.ShopEvent;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The rows of one insert into the journal. Offsets follow the order of arrival; the rows are sorted
 * by key, which keeps the index's pages warm and makes lanes that meet the same keys wait for each
 * other in one order.
 */
final class JournalBatch {
  /**
   * @param shop number of the shop
   */
  record Append(int shop, List<ShopEvent> events) {}

  private static final long DAY_MILLIS = 86_400_000;

  private final List<Append> appends;
  private final long firstOffset;
  private final LocalDate[] days;
  private final UUID[] keys;
  private final Long[] offsets;
  private final Integer[] shops;
  private final String[] shoppers;
  private final String[] payloads;

  JournalBatch(List<Append> appends, long firstOffset) {
    this.appends = appends;
    this.firstOffset = firstOffset;
    int rows = 0;
    for (Append append : appends) {
      rows += append.events().size();
    }
    days = new LocalDate[rows];
    keys = new UUID[rows];
    offsets = new Long[rows];
    shops = new Integer[rows];
    shoppers = new String[rows];
    payloads = new String[rows];
    fill(rows);
  }

  int rows() {
    return keys.length;
  }

  long firstOffset() {
    return firstOffset;
  }

  long lastOffset() {
    return firstOffset + keys.length - 1;
  }

  /** lane, days, keys, offsets, shops, shoppers, payloads, last offset, rows. */
  Tuple insertion(int lane) {
    return Tuple.tuple()
        .addShort((short) lane)
        .addArrayOfLocalDate(days)
        .addArrayOfUUID(keys)
        .addArrayOfLong(offsets)
        .addArrayOfInteger(shops)
        .addArrayOfString(shoppers)
        .addArrayOfString(payloads)
        .addLong(lastOffset())
        .addInteger(keys.length);
  }

  /** lane, days, keys, offsets. */
  Tuple identities(int lane) {
    return Tuple.tuple()
        .addShort((short) lane)
        .addArrayOfLocalDate(days)
        .addArrayOfUUID(keys)
        .addArrayOfLong(offsets);
  }

  /** For each append, which of its events are fresh; {@code freshOffsets} null means all. */
  List<boolean[]> answers(Long @org.jspecify.annotations.Nullable [] freshOffsets) {
    boolean[] fresh = new boolean[keys.length];
    if (freshOffsets == null) {
      Arrays.fill(fresh, true);
    } else {
      for (Long offset : freshOffsets) {
        fresh[(int) (offset - firstOffset)] = true;
      }
    }
    List<boolean[]> answers = new ArrayList<>(appends.size());
    int from = 0;
    for (Append append : appends) {
      int to = from + append.events().size();
      answers.add(Arrays.copyOfRange(fresh, from, to));
      from = to;
    }
    return answers;
  }

  /** The fresh events in the order of their offsets. */
  List<JournaledEvent> fresh(List<boolean[]> answers) {
    List<JournaledEvent> events = new ArrayList<>(keys.length);
    long offset = firstOffset;
    for (int i = 0; i < appends.size(); i++) {
      Append append = appends.get(i);
      boolean[] fresh = answers.get(i);
      for (int j = 0; j < fresh.length; j++, offset++) {
        if (fresh[j]) {
          events.add(new JournaledEvent(append.shop(), offset, append.events().get(j)));
        }
      }
    }
    return events;
  }

  private void fill(int rows) {
    ShopEvent[] events = new ShopEvent[rows];
    int[] shopOf = new int[rows];
    int next = 0;
    for (Append append : appends) {
      for (ShopEvent event : append.events()) {
        shopOf[next] = append.shop();
        events[next++] = event;
      }
    }
    LocalDate day = LocalDate.EPOCH;
    int row = 0;
    for (int index : order(events)) {
      ShopEvent event = events[index];
      long epochDay = Math.floorDiv(event.time(), DAY_MILLIS);
      if (day.toEpochDay() != epochDay) {
        day = LocalDate.ofEpochDay(epochDay);
      }
      days[row] = day;
      keys[row] = event.key();
      offsets[row] = firstOffset + index;
      shops[row] = shopOf[index];
      shoppers[row] = event.shopper();
      payloads[row++] = event.payload();
    }
  }

  /**
   * Indexes by unsigned key, equal keys by arrival. Sorts longs that hold the key's upper bits
   * above the index; keys that agree in all of those are, but for chance, the same.
   */
  private static int[] order(ShopEvent[] events) {
    int indexBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, events.length - 1));
    long indexMask = (1L << indexBits) - 1;
    long[] sorted = new long[events.length];
    for (int i = 0; i < events.length; i++) {
      long high = events[i].key().getMostSignificantBits() ^ Long.MIN_VALUE;
      sorted[i] = (high & ~indexMask) | i;
    }
    Arrays.sort(sorted);
    int[] order = new int[events.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) (sorted[i] & indexMask);
    }
    return order;
  }
}
