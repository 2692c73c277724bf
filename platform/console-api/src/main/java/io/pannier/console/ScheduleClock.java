package io.pannier.console;

import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Failure;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Mandate;
import io.pannier.store.ScheduledChange;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scheduled changes when their time has come, upon what the placement is by then, and ends
 * proposals that nobody decided in time. A change that became due while nothing ran is made at the
 * next start.
 */
final class ScheduleClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleClock.class);
  private static final long EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Store store;
  private final InstantSource clock;
  private final Proposing proposing;
  private long timer = -1;
  private boolean busy;
  private boolean closed;

  ScheduleClock(Vertx vertx, Store store, InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.proposing = new Proposing(store, clock);
  }

  synchronized void start() {
    timer = vertx.setPeriodic(EVERY_MILLIS, tick -> tick());
  }

  @Override
  public synchronized void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }

  private void tick() {
    synchronized (this) {
      if (busy || closed) {
        return;
      }
      busy = true;
    }
    next()
        .compose(made -> store.proposals().expire(clock.instant()))
        .onFailure(failure -> LOG.warn("scheduled changes wait: {}", failure.toString()))
        .onComplete(done -> free());
  }

  private synchronized void free() {
    busy = false;
  }

  private Future<Void> next() {
    return store
        .scheduled()
        .takeDue(clock.instant())
        .compose(
            due ->
                due.isEmpty() ? Future.succeededFuture() : make(due.get()).compose(done -> next()));
  }

  private Future<Void> make(ScheduledChange change) {
    return applied(change)
        .transform(
            made ->
                made.succeeded()
                    ? store
                        .scheduled()
                        .done(change.id(), true, "revision " + made.result().revision())
                    : failed(change, Failure.of(made.cause())));
  }

  private Future<Void> failed(ScheduledChange change, PannierException problem) {
    if (problem.code() == StandardErrorCode.APPROVAL_REQUIRED) {
      return proposed(change);
    }
    LOG.error(
        "the change of {} that {} scheduled was not made: {}",
        change.placement(),
        change.author(),
        problem.getMessage());
    return store
        .scheduled()
        .done(change.id(), false, problem.code().name() + ": " + problem.getMessage());
  }

  /** Ordered while one person was enough: now it waits for the second. */
  private Future<Void> proposed(ScheduledChange change) {
    Shop shop = store.shops().find(change.shop()).orElseThrow();
    Placement current = store.placements().find(shop, change.placement()).orElseThrow();
    return proposing
        .placement(
            shop,
            current,
            read(change, current, shop).placement(),
            current.revision(),
            change.author(),
            change.reason())
        .compose(
            answered -> store.scheduled().done(change.id(), false, "it waits for a second person"));
  }

  private static PlacementJson.Change read(ScheduledChange change, Placement current, Shop shop) {
    return PlacementJson.read(
        new JsonObject(change.change()).put("reason", change.reason()).toBuffer(), current, shop);
  }

  private Future<Placement> applied(ScheduledChange change) {
    try {
      Shop shop =
          store
              .shops()
              .find(change.shop())
              .orElseThrow(
                  () -> new PannierException(StandardErrorCode.SHOP_UNKNOWN, "the shop is gone"));
      Placement current =
          store
              .placements()
              .find(shop, change.placement())
              .orElseGet(() -> Placement.standard(change.placement()));
      PlacementJson.Change read = read(change, current, shop);
      return store
          .placements()
          .put(
              shop,
              read.placement(),
              change.author(),
              read.reason() + " (scheduled)",
              new Mandate(change.approved(), false));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
