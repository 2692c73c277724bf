package io.pannier.ingestion;

import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * The writers of the journal: one for carts and small batches, so that they never queue behind bulk
 * ones, and several for bulk batches, which are split by shopper.
 */
final class Lanes {
  /**
   * What became of a batch.
   *
   * @param fresh how many are durable for the first time
   * @param duplicates how many were durable before
   */
  record Written(int fresh, int duplicates) {
    static final Written NOTHING = new Written(0, 0);

    static Written of(boolean[] fresh) {
      int count = 0;
      for (boolean one : fresh) {
        count += one ? 1 : 0;
      }
      return new Written(count, fresh.length - count);
    }

    Written and(Written other) {
      return new Written(fresh + other.fresh, duplicates + other.duplicates);
    }
  }

  private final Lane interactive;
  private final List<Lane> bulk;
  private final int interactiveBatch;

  /**
   * @param interactiveBatch most events of a batch that goes to the interactive lane
   */
  Lanes(Lane interactive, List<Lane> bulk, int interactiveBatch) {
    this.interactive = interactive;
    this.bulk = List.copyOf(bulk);
    this.interactiveBatch = interactiveBatch;
  }

  /** Writes a cart. */
  Future<boolean[]> cart(int shop, ShopEvent cart) {
    return interactive.append(shop, List.of(cart));
  }

  /**
   * Writes a batch; completes when all of it is durable.
   *
   * @return fails with {@code OVERLOADED} before anything is written when a lane has no room. After
   *     any other failure a part may be durable: sent again, that part counts as duplicates
   */
  Future<Written> write(int shop, List<ShopEvent> events, boolean isBulk) {
    if (events.isEmpty()) {
      return Future.succeededFuture(Written.NOTHING);
    }
    if (!isBulk && events.size() <= interactiveBatch) {
      return interactive.append(shop, events).map(Written::of);
    }
    List<List<ShopEvent>> parts = split(events);
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty() && !bulk.get(i).hasRoom(parts.get(i).size())) {
        return Future.failedFuture(bulk.get(i).overloaded());
      }
    }
    List<Future<Written>> writes = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty()) {
        writes.add(bulk.get(i).append(shop, parts.get(i)).map(Written::of));
      }
    }
    return Future.join(writes)
        .map(all -> writes.stream().map(Future::result).reduce(Written.NOTHING, Written::and));
  }

  private List<List<ShopEvent>> split(List<ShopEvent> events) {
    int lanes = bulk.size();
    if (lanes == 1) {
      return List.of(events);
    }
    List<List<ShopEvent>> parts = new ArrayList<>(lanes);
    for (int i = 0; i < lanes; i++) {
      parts.add(new ArrayList<>(events.size() / lanes + 16));
    }
    for (ShopEvent event : events) {
      long hash =
          event.shopperKey() != 0 ? event.shopperKey() : event.key().getMostSignificantBits();
      parts.get(Keys.shardOfShopper(hash, lanes)).add(event);
    }
    return parts;
  }
}
