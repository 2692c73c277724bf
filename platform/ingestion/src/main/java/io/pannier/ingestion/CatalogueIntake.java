package io.pannier.ingestion;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.Keys;
import io.pannier.messages.ProductsStored;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.ProfilesStored;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.ShoppersSubmitted;
import io.pannier.messages.SubmissionResult;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.InstantSource;
import java.util.List;

/** Takes what the shop states: products, profiles, and whom to forget. */
final class CatalogueIntake {
  private final IngestionStore store;
  private final EventBus bus;
  private final IngestionMetrics metrics;
  private final InstantSource clock;
  private final QueueLimit products;
  private final QueueLimit shoppers;

  CatalogueIntake(
      IngestionStore store,
      EventBus bus,
      IngestionMetrics metrics,
      InstantSource clock,
      int mostWaiting,
      MeterRegistry registry) {
    this.store = store;
    this.bus = bus;
    this.metrics = metrics;
    this.clock = clock;
    this.products = queue("products", mostWaiting, registry);
    this.shoppers = queue("shoppers", mostWaiting, registry);
  }

  Future<SubmissionResult> accept(ProductsSubmitted batch) {
    int size = batch.products().size();
    return products
        .enter(size, () -> store.putProducts(batch.shop(), batch.products()))
        .map(
            stored -> {
              bus.publish(
                  Addresses.PRODUCTS_STORED,
                  new ProductsStored(batch.shop(), stored, clock.millis()));
              return new SubmissionResult(size, 0, List.of());
            })
        .onSuccess(metrics.products()::count)
        .onFailure(failure -> metrics.products().failed(size));
  }

  Future<SubmissionResult> accept(ShoppersSubmitted batch) {
    int size = batch.profiles().size();
    return shoppers
        .enter(size, () -> store.putProfiles(batch.shop(), batch.profiles()))
        .map(
            stored -> {
              bus.publish(
                  Addresses.PROFILES_STORED,
                  new ProfilesStored(batch.shop().number(), batch.profiles()));
              return new SubmissionResult(size, 0, List.of());
            })
        .onSuccess(metrics.shoppers()::count)
        .onFailure(failure -> metrics.shoppers().failed(size));
  }

  Future<ErasureReceipt> accept(ShopperErasure erasure) {
    int shop = erasure.shop().number();
    return shoppers
        .enter(1, () -> store.erase(erasure.shop(), erasure.shopper()))
        .map(
            receipt -> {
              bus.publish(
                  Addresses.SHOPPER_ERASED,
                  new ShopperErased(shop, Keys.shopper(shop, erasure.shopper())));
              return new ErasureReceipt(receipt);
            });
  }

  private static QueueLimit queue(String what, int mostWaiting, MeterRegistry registry) {
    QueueLimit limit = new QueueLimit(what, mostWaiting);
    Gauge.builder("pannier.ingestion.queue." + what, limit, QueueLimit::waiting)
        .description("Elements that wait to be stored")
        .register(registry);
    return limit;
  }
}
