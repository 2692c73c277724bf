package io.pannier.app;

import io.pannier.feature.FeatureVerticle;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.JournalFollower;
import io.pannier.messages.ProductsStored;
import io.pannier.messages.Shop;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the stages back to where the journal stands: the catalogue first, then, once for all
 * followers, everything that not all of their snapshots cover.
 */
final class Rebirth {
  private final Vertx vertx;
  private final Store store;

  Rebirth(Vertx vertx, Store store) {
    this.vertx = vertx;
    this.store = store;
  }

  Future<?> replay(List<FeatureVerticle> features, JournalFollower outcomes) {
    List<JournalFollower> followers = new ArrayList<>(features);
    followers.add(outcomes);
    return catalogue(store.shops().all(), 0)
        .compose(
            stated ->
                store.journal().replay(coveredByAll(followers), batch -> deliver(followers, batch)))
        .compose(read -> Future.all(features.stream().map(FeatureVerticle::publishAll).toList()));
  }

  private Future<Void> catalogue(List<Shop> shops, int index) {
    if (index == shops.size()) {
      return Future.succeededFuture();
    }
    Shop shop = shops.get(index);
    return store
        .products()
        .each(
            shop,
            (products, statedAt) ->
                vertx
                    .eventBus()
                    .publish(
                        Addresses.PRODUCTS_STORED, new ProductsStored(shop, products, statedAt)))
        .compose(all -> catalogue(shops, index + 1));
  }

  /** The offsets up to which every follower's state reaches; a lane that one lacks is left out. */
  private static Map<Integer, Long> coveredByAll(List<JournalFollower> followers) {
    Map<Integer, Long> covered = new HashMap<>(followers.getFirst().covered());
    for (JournalFollower follower : followers) {
      Map<Integer, Long> own = follower.covered();
      covered.keySet().retainAll(own.keySet());
      covered.replaceAll((lane, offset) -> Math.min(offset, own.getOrDefault(lane, 0L)));
    }
    return covered;
  }

  /** Runs on the journal's worker, which waits for the slowest follower. */
  private static void deliver(List<JournalFollower> followers, EventsJournaled batch) {
    List<Future<?>> taken = new ArrayList<>();
    for (JournalFollower follower : followers) {
      taken.add(follower.follow(batch));
    }
    Future.all(taken).toCompletionStage().toCompletableFuture().join();
  }
}
