package io.pannier.ingestion;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.Product;
import io.pannier.store.DeadLetter;
import io.pannier.store.JournalLane;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The store in PostgreSQL, as ingestion sees it. */
record PostgresIngestionStore(Store store) implements IngestionStore {
  private record Lane(JournalLane lane) implements EventLog {
    @Override
    public Future<boolean[]> append(int shop, List<ShopEvent> events) {
      return lane.append(shop, events);
    }

    @Override
    public Future<Void> close() {
      return lane.close();
    }
  }

  @Override
  public Optional<Shop> shop(String name) {
    return store.shops().find(name);
  }

  @Override
  public int find(int shop, String sku) {
    return store.items().find(shop, sku);
  }

  @Override
  public Future<Void> assign(Shop shop, Collection<String> skus) {
    return store.items().assign(shop, skus);
  }

  @Override
  public Future<EventLog> openLane(int lane, Consumer<EventsJournaled> published) {
    return store.journal().openLane(lane, published).map(Lane::new);
  }

  @Override
  public Future<List<Product>> putProducts(Shop shop, List<ProductDraft> products) {
    return store.products().put(shop, products);
  }

  @Override
  public Future<Void> putProfiles(Shop shop, List<Profile> profiles) {
    return store.profiles().put(shop, profiles);
  }

  @Override
  public Future<UUID> erase(Shop shop, String shopper) {
    return store.erasures().order(shop, shopper);
  }

  @Override
  public Future<Void> bury(List<PoisonRecord> records) {
    Instant now = Instant.now();
    return store
        .deadLetters()
        .add(
            records.stream()
                .map(
                    record ->
                        new DeadLetter(
                            record.source(),
                            record.shop(),
                            record.shopper(),
                            record.code().name(),
                            record.reason(),
                            Buffer.buffer(record.payload()),
                            now))
                .toList());
  }
}
