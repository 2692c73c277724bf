package io.pannier.store;

import io.pannier.messages.Keys;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders to forget a shopper. An order is durable before it is acknowledged, is carried out in the
 * background, and is taken up again after a restart.
 */
public final class Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private final Database database;
  private final ErasureWork work;
  private final Backoff backoff;
  private final AtomicBoolean working = new AtomicBoolean();
  private final List<Consumer<ShopperErased>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Erasures(Database database) {
    this.database = database;
    this.work = new ErasureWork(database);
    this.backoff = new Backoff(database.vertx());
  }

  /** Calls back when a shopper is gone from the database. */
  public void onErased(Consumer<ShopperErased> listener) {
    listeners.add(listener);
  }

  /**
   * Orders that a shopper be forgotten.
   *
   * @return the receipt, once the order is durable; fails with ID_INVALID for an empty id
   */
  public Future<UUID> order(Shop shop, String shopper) {
    if (shopper.isEmpty() || shopper.indexOf('\0') >= 0) {
      return Future.failedFuture(
          new PannierException(StandardErrorCode.ID_INVALID, "this is no shopper's id"));
    }
    UUID receipt = TimeOrderedId.next(System.currentTimeMillis());
    return database
        .query(
            "insert into erasure (receipt, shop, shopper, shopper_key) values ($1, $2, $3, $4)",
            Tuple.of(receipt, shop.number(), shopper, Keys.shopper(shop.number(), shopper)))
        .map(
            rows -> {
              resume();
              return receipt;
            });
  }

  /** True once the order is carried out; empty where the receipt is unknown. */
  public Future<Optional<Boolean>> done(UUID receipt) {
    return database
        .query("select done_at is not null from erasure where receipt = $1", Tuple.of(receipt))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.<Boolean>empty()
                    : Optional.of(rows.iterator().next().getBoolean(0)));
  }

  /**
   * Who was ordered to be forgotten since a moment: what a state restored from a snapshot of that
   * moment must drop.
   */
  public Future<List<ShopperErased>> orderedSince(Instant since) {
    return database
        .query(
            "select shop, shopper_key from erasure where ordered_at >= $1",
            Tuple.of(since.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new ShopperErased(row.getInteger(0), row.getLong(1)))
                    .toList());
  }

  /** Carries out what is ordered and not done. */
  void resume() {
    if (!closed && working.compareAndSet(false, true)) {
      work.next()
          .onComplete(
              order -> {
                backoff.succeeded();
                working.set(false);
                order.ifPresent(
                    done -> {
                      tell(done);
                      resume();
                    });
              },
              failure -> {
                if (closed) {
                  return;
                }
                LOG.warn("an erasure is tried again: {}", failure.toString());
                backoff.again(
                    () -> {
                      working.set(false);
                      resume();
                    });
              });
    }
  }

  void close() {
    closed = true;
  }

  private void tell(ShopperErased erased) {
    for (Consumer<ShopperErased> listener : listeners) {
      try {
        listener.accept(erased);
      } catch (RuntimeException e) {
        LOG.error("a listener failed on an erased shopper; report this", e);
      }
    }
  }
}
