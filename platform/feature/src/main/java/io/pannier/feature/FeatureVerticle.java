package io.pannier.feature;

import io.micrometer.core.instrument.Gauge;
import io.pannier.messages.Addresses;
import io.pannier.messages.ContextBuilt;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.JournalFollower;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.ProductsPublished;
import io.pannier.messages.ProductsStored;
import io.pannier.messages.ProfilesStored;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.Telemetry;
import io.pannier.spi.Product;
import io.pannier.store.Snapshots;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard of the feature stage on the event bus: follows the journal, publishes products, and
 * adds to each request what is known of its shopper.
 */
public final class FeatureVerticle extends VerticleBase implements JournalFollower {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureVerticle.class);
  private static final int PUBLISH_LIMIT = 2048;
  private static final int SNAPSHOT_SLICE = 512;

  private final int index;
  private final FeatureConfig config;
  private final Snapshots snapshots;
  private final Telemetry telemetry;
  private final Telemetry.Stage stage;
  private final FeatureShard shard;
  private volatile Map<Integer, Long> restored = Map.of();

  public FeatureVerticle(
      int index, FeatureConfig config, Snapshots snapshots, Telemetry telemetry) {
    this.index = index;
    this.config = config;
    this.snapshots = snapshots;
    this.telemetry = telemetry;
    this.stage = telemetry.stage("feature");
    this.shard = new FeatureShard(index, config);
  }

  @Override
  public Future<?> start() {
    gauge("pannier.feature.shoppers", "Shoppers with state", FeatureShard::shopperCount);
    gauge("pannier.feature.products", "Products with state", FeatureShard::productCount);
    gauge("pannier.feature.shopper.bytes", "Heap held by shoppers", FeatureShard::shopperBytes);
    return snapshots
        .get(name())
        .map(
            found -> {
              found.ifPresent(this::restore);
              listen();
              return null;
            });
  }

  private void restore(Snapshots.Snapshot snapshot) {
    try {
      shard.restore(snapshot.data().getBytes(), snapshot.offsets());
      restored = shard.covered();
    } catch (IOException | RuntimeException e) {
      LOG.warn("snapshot of {} cannot be used, the journal is replayed instead", name(), e);
    }
  }

  private void listen() {
    var bus = vertx.eventBus();
    bus.<OfferRequest>localConsumer(
        Addresses.offerRequested(index), message -> build(message.body()));
    bus.<EventsJournaled>localConsumer(
        Addresses.EVENTS_JOURNALED, message -> shard.follow(message.body()));
    bus.<ProductsStored>localConsumer(Addresses.PRODUCTS_STORED, message -> state(message.body()));
    bus.<ProfilesStored>localConsumer(
        Addresses.PROFILES_STORED,
        message -> message.body().profiles().forEach(p -> shard.profile(message.body().shop(), p)));
    bus.<ShopperErased>localConsumer(
        Addresses.SHOPPER_ERASED, message -> shard.erase(message.body().shopperKey()));
    vertx.setPeriodic(config.publishInterval().toMillis(), timer -> publish(PUBLISH_LIMIT));
    vertx.setPeriodic(config.snapshotInterval().toMillis(), timer -> snapshot());
  }

  private void build(OfferRequest request) {
    long from = System.nanoTime();
    ContextBuilt built =
        new ContextBuilt(
            request,
            shard.history(request.shopperKey(), request.now()),
            shard.profile(request.shopperKey()),
            System.nanoTime());
    vertx.eventBus().send(Addresses.CONTEXT_BUILT, built);
    stage.done(request.trace(), from, System.nanoTime());
  }

  private void state(ProductsStored stored) {
    for (Product product : stored.products()) {
      shard.state(stored.shop().number(), product, stored.statedAt());
    }
    publish(Integer.MAX_VALUE);
  }

  private void publish(int limit) {
    for (Map.Entry<Integer, List<Product>> shop :
        shard.takeChanged(limit, System.currentTimeMillis()).entrySet()) {
      vertx
          .eventBus()
          .publish(
              Addresses.PRODUCTS_PUBLISHED, new ProductsPublished(shop.getKey(), shop.getValue()));
    }
  }

  @Override
  public String name() {
    return "feature-" + index + "-of-" + config.shards();
  }

  @Override
  public Map<Integer, Long> covered() {
    return restored;
  }

  @Override
  public Future<Void> follow(EventsJournaled batch) {
    return onOwnContext(
        () -> {
          shard.follow(batch);
          return Future.succeededFuture();
        });
  }

  /** Publishes every product that changed; completes when scoring has been sent all of them. */
  public Future<Void> publishAll() {
    return onOwnContext(
        () -> {
          publish(Integer.MAX_VALUE);
          return Future.succeededFuture();
        });
  }

  /** Writes a snapshot now; completes when it is durable. */
  public Future<Void> snapshot() {
    return onOwnContext(
        () -> {
          if (shard.snapshotting()) {
            return Future.succeededFuture();
          }
          Promise<Void> done = Promise.promise();
          advance(shard.beginSnapshot(), done);
          return done.future();
        });
  }

  /** A number that agrees between two shards whose journal-derived state agrees. */
  public Future<Long> digest() {
    return onOwnContext(() -> Future.succeededFuture(shard.digest()));
  }

  private void advance(RunningSnapshot snapshot, Promise<Void> done) {
    if (snapshot.advance(shard, SNAPSHOT_SLICE)) {
      context.runOnContext(next -> advance(snapshot, done));
      return;
    }
    shard.endSnapshot();
    snapshots
        .put(name(), snapshot.covered(), io.vertx.core.buffer.Buffer.buffer(snapshot.finish()))
        .onFailure(e -> LOG.warn("snapshot of {} was not written", name(), e))
        .onComplete(done);
  }

  private <T> Future<T> onOwnContext(java.util.function.Supplier<Future<T>> work) {
    Context own = context;
    Promise<T> done = Promise.promise();
    own.runOnContext(ignored -> work.get().onComplete(done));
    return done.future();
  }

  private void gauge(
      String name, String description, java.util.function.ToDoubleFunction<FeatureShard> figure) {
    Gauge.builder(name, shard, figure)
        .description(description)
        .tag("shard", Integer.toString(index))
        .register(telemetry.registry());
  }
}
