package io.pannier.ingestion;

import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubmissionResult;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of events: gives their SKUs ordinals, makes them durable, then answers. A SKU that
 * is new gets its ordinal here, because its product may come later.
 */
final class EventIntake {
  private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);

  private final IngestionStore store;
  private final Lanes lanes;
  private final IngestionMetrics metrics;
  private final Set<Integer> shopsWithTooManyItems = new HashSet<>();

  EventIntake(IngestionStore store, Lanes lanes, IngestionMetrics metrics) {
    this.store = store;
    this.lanes = lanes;
    this.metrics = metrics;
  }

  /** Completes once all events of the batch are durable. */
  Future<SubmissionResult> accept(EventsSubmitted batch) {
    int shop = batch.shop().number();
    return assign(batch)
        .compose(nothing -> lanes.write(shop, resolve(batch), batch.bulk()))
        .map(written -> new SubmissionResult(written.fresh(), written.duplicates(), List.of()))
        .onSuccess(metrics.events()::count)
        .onFailure(failure -> metrics.events().failed(batch.events().size()));
  }

  private Future<Void> assign(EventsSubmitted batch) {
    Set<String> unknown = new HashSet<>();
    int shop = batch.shop().number();
    for (ShopEvent event : batch.events()) {
      if (!event.sku().isEmpty() && store.find(shop, event.sku()) < 0) {
        unknown.add(event.sku());
      }
    }
    if (unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    return store
        .assign(batch.shop(), unknown)
        .recover(
            failure -> {
              if (failure instanceof PannierException known
                  && known.code() == StandardErrorCode.ITEMS_EXCEEDED) {
                // The event is worth keeping without its item; it is the shop's SKUs that are off.
                metrics.itemsExceeded();
                if (shopsWithTooManyItems.add(shop)) {
                  LOG.error(
                      "shop {}: events with new SKUs are kept without their item: {}",
                      batch.shop().name(),
                      known.getMessage());
                }
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure);
            });
  }

  private List<ShopEvent> resolve(EventsSubmitted batch) {
    List<ShopEvent> resolved = new ArrayList<>(batch.events().size());
    for (ShopEvent event : batch.events()) {
      int item = event.sku().isEmpty() ? -1 : store.find(batch.shop().number(), event.sku());
      resolved.add(item == event.item() ? event : event.withItem(item));
    }
    return resolved;
  }
}
