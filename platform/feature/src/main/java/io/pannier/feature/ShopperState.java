package io.pannier.feature;

import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.ShopperHistory;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is known of one shopper: the newest events, counts by type, distinct orders, spend. Compact,
 * because there are millions. Not thread-safe: its shard owns it.
 *
 * <p>An event is one {@code long}: 32 bits seconds since 1970, 4 bits type, 28 bits item (all ones
 * for none). The newest N by that number are kept, so that the same events give the same state in
 * whatever order they come.
 */
final class ShopperState extends OwnedState {
  /** Kind of {@link BucketCounts} that holds spend in minor units; event types come before it. */
  private static final int SPEND = 15;

  private static final int NO_ITEM = (1 << 28) - 1;
  private static final long[] NO_EVENTS = {};
  private static final int[] NO_ORDERS = {};
  private static final int MAX_ORDERS = 1024;

  private long[] events = NO_EVENTS;
  private int[] orderHashes = NO_ORDERS;
  private BucketCounts counts = new BucketCounts();

  void add(ShopEvent event, EventType type, TimeScale scale, int historyLength) {
    remember(pack(event, type), historyLength);
    int bucket = scale.bucket(event.time());
    boolean purchase = type == EventType.PURCHASED;
    counts.add(bucket, type.ordinal(), purchase ? event.quantity() : 1, scale.horizonBuckets());
    if (purchase && event.price() > 0) {
      counts.add(bucket, SPEND, event.price() * event.quantity(), scale.horizonBuckets());
    }
    if (purchase && !event.order().isEmpty()) {
      rememberOrder(event.order().hashCode());
    }
  }

  ShopperHistory history(long now, TimeScale scale) {
    int size = events.length;
    int[] items = new int[size];
    byte[] types = new byte[size];
    long[] times = new long[size];
    for (int i = 0; i < size; i++) {
      long event = events[i];
      int item = (int) event & NO_ITEM;
      items[i] = item == NO_ITEM ? -1 : item;
      types[i] = (byte) (event >>> 28 & 15);
      times[i] = (event >>> 32) * 1000;
    }
    double[] sums = new double[16];
    counts.decayedInto(scale.position(now), scale.halfLifeBuckets(), sums);
    float[] byType = new float[EventType.count()];
    for (int i = 0; i < byType.length; i++) {
      byType[i] = (float) sums[i];
    }
    return new ShopperHistory(
        items,
        types,
        times,
        byType,
        orderHashes.length,
        Math.round(sums[SPEND]),
        size == 0 ? 0 : times[size - 1]);
  }

  /** Bytes on the heap with compact object headers, without the map's own entry. */
  int bytes() {
    return 24 + 16 + 8 * events.length + 16 + 4 * orderHashes.length + 16 + counts.bytes();
  }

  @Override
  void write(DataOutput out) throws IOException {
    out.writeShort(events.length);
    for (long event : events) {
      out.writeLong(event);
    }
    out.writeShort(orderHashes.length);
    for (int order : orderHashes) {
      out.writeInt(order);
    }
    counts.write(out);
  }

  static ShopperState read(DataInput in) throws IOException {
    ShopperState state = new ShopperState();
    state.events = new long[in.readUnsignedShort()];
    for (int i = 0; i < state.events.length; i++) {
      state.events[i] = in.readLong();
    }
    state.orderHashes = new int[in.readUnsignedShort()];
    for (int i = 0; i < state.orderHashes.length; i++) {
      state.orderHashes[i] = in.readInt();
    }
    state.counts = BucketCounts.read(in);
    return state;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShopperState that
        && Arrays.equals(events, that.events)
        && Arrays.equals(orderHashes, that.orderHashes)
        && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(events) * 31 + Arrays.hashCode(orderHashes)) * 31 + counts.hashCode();
  }

  private static long pack(ShopEvent event, EventType type) {
    long seconds = Math.min(Math.max(event.time() / 1000, 0), 0xFFFFFFFFL);
    int item = event.item() < 0 ? NO_ITEM : event.item() & NO_ITEM;
    return seconds << 32 | (long) type.ordinal() << 28 | item;
  }

  private void remember(long packed, int historyLength) {
    int place = events.length;
    while (place > 0 && Long.compareUnsigned(events[place - 1], packed) > 0) {
      place--;
    }
    if (events.length < historyLength) {
      long[] grown = new long[events.length + 1];
      System.arraycopy(events, 0, grown, 0, place);
      grown[place] = packed;
      System.arraycopy(events, place, grown, place + 1, events.length - place);
      events = grown;
    } else if (place > 0) {
      System.arraycopy(events, 1, events, 0, place - 1);
      events[place - 1] = packed;
    }
  }

  /**
   * Keeps the smallest hashes where there are too many, which does not depend on the order either.
   */
  private void rememberOrder(int hash) {
    int at = Arrays.binarySearch(orderHashes, hash);
    if (at >= 0) {
      return;
    }
    int place = -at - 1;
    if (orderHashes.length < MAX_ORDERS) {
      int[] grown = new int[orderHashes.length + 1];
      System.arraycopy(orderHashes, 0, grown, 0, place);
      grown[place] = hash;
      System.arraycopy(orderHashes, place, grown, place + 1, orderHashes.length - place);
      orderHashes = grown;
    } else if (place < MAX_ORDERS) {
      System.arraycopy(orderHashes, place, orderHashes, place + 1, MAX_ORDERS - 1 - place);
      orderHashes[place] = hash;
    }
  }
}
