package io.pannier.app.guard;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The placements whose visitors are divided among arms, looked at again and again. */
final class DividedPlacements {
  private static final Logger LOG = LoggerFactory.getLogger(DividedPlacements.class);

  private final Store store;
  private final BiFunction<Shop, Placement, Future<?>> look;
  private boolean looking;

  /**
   * @param look is given each of them in turn; what fails there is logged and tried again next time
   */
  DividedPlacements(Store store, BiFunction<Shop, Placement, Future<?>> look) {
    this.store = store;
    this.look = look;
  }

  /**
   * Looks from now on, on the caller's context.
   *
   * @param interval between two looks; zero for none
   */
  void every(Duration interval, Vertx vertx) {
    if (interval.isZero()) {
      return;
    }
    vertx.setPeriodic(
        interval.toMillis(),
        tick -> {
          // A look that takes longer than the time between two is not doubled.
          if (!looking) {
            looking = true;
            Future.succeededFuture()
                .compose(begun -> all())
                .onFailure(e -> LOG.warn("divided placements were not looked at: {}", e.toString()))
                .onComplete(done -> looking = false);
          }
        });
  }

  private Future<?> all() {
    List<Future<?>> looks = new ArrayList<>();
    for (Shop shop : store.shops().all()) {
      for (Placement placement : store.placements().of(shop)) {
        if (placement.split().divides()) {
          looks.add(look.apply(shop, placement));
        }
      }
    }
    return Future.join(looks);
  }
}
