package io.pannier.app;

import io.pannier.gateway.Caller;
import io.pannier.gateway.DecisionLookup;
import io.pannier.gateway.KeyCheck;
import io.pannier.gateway.PlacementDirectory;
import io.pannier.gateway.RecordedDecision;
import io.pannier.ingestion.EventLog;
import io.pannier.ingestion.IngestionStore;
import io.pannier.ingestion.PoisonRecord;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.Placement;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.DeadLetter;
import io.pannier.store.JournalLane;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Gives the rooms that know no database what they ask of the store. */
final class StoreAdapters {
  private StoreAdapters() {}

  static KeyCheck keys(Store store) {
    return key ->
        store
            .apiKeys()
            .authenticate(key)
            .map(
                found ->
                    found.map(
                        known ->
                            new Caller(
                                known.id().toString(),
                                known.label(),
                                known.shop().name(),
                                known.scopes())));
  }

  static DecisionLookup decisions(Store store) {
    return (shop, id) ->
        store
            .ledger()
            .find(shop.number(), id)
            .map(
                found ->
                    found.map(
                        decision -> {
                          if (decision.erased()) {
                            throw new PannierException(
                                StandardErrorCode.SHOPPER_ERASED,
                                "the shopper of decision " + id + " was erased");
                          }
                          return new RecordedDecision(
                              decision.time(),
                              Objects.requireNonNullElse(decision.shopper(), ""),
                              Objects.requireNonNullElse(decision.session(), ""),
                              decision.offer());
                        }));
  }

  static PlacementDirectory placements(Store store) {
    return new PlacementDirectory() {
      @Override
      public Optional<Placement> find(Shop shop, String name) {
        return store.placements().find(shop, name);
      }

      @Override
      public Future<Placement> put(Shop shop, Placement placement, String author, String reason) {
        return store.placements().put(shop, placement, author, reason);
      }
    };
  }

  static IngestionStore ingestion(Store store) {
    return new IngestionStore() {
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
        return store.journal().openLane(lane, published).map(StoreAdapters::eventLog);
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
        return store
            .deadLetters()
            .add(
                records.stream()
                    .map(
                        record ->
                            new DeadLetter(
                                record.source(),
                                record.shop(),
                                "",
                                record.code().name(),
                                record.reason(),
                                Buffer.buffer(record.payload()),
                                Instant.now()))
                    .toList());
      }
    };
  }

  private static EventLog eventLog(JournalLane lane) {
    return new EventLog() {
      @Override
      public Future<boolean[]> append(int shop, List<ShopEvent> events) {
        return lane.append(shop, events);
      }

      @Override
      public Future<Void> close() {
        return lane.close();
      }
    };
  }
}
