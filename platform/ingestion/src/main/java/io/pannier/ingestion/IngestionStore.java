package io.pannier.ingestion;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.Product;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What ingestion asks of the store. Looking up is done in memory, from any thread. */
public interface IngestionStore {
  /** The store in PostgreSQL. */
  static IngestionStore of(Store store) {
    return new PostgresIngestionStore(store);
  }

  Optional<Shop> shop(String name);

  /** The ordinal of a SKU, or -1. */
  int find(int shop, String sku);

  /**
   * Gives an ordinal to each SKU that has none.
   *
   * @return fails with {@code ITEMS_EXCEEDED} when the shop has too many
   */
  Future<Void> assign(Shop shop, Collection<String> skus);

  /** Opens a lane of the journal; its work is done on the caller's context. */
  Future<EventLog> openLane(int lane, Consumer<EventsJournaled> published);

  /** Stores products and answers them as they are stored now. */
  Future<List<Product>> putProducts(Shop shop, List<ProductDraft> products);

  Future<Void> putProfiles(Shop shop, List<Profile> profiles);

  /** Orders that a shopper be forgotten; answers the receipt once the order is durable. */
  Future<UUID> erase(Shop shop, String shopper);

  /** Keeps what could not be read. */
  Future<Void> bury(List<PoisonRecord> records);
}
