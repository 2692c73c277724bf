package io.pannier.app;

import io.pannier.gateway.Caller;
import io.pannier.gateway.DecisionLookup;
import io.pannier.gateway.KeyCheck;
import io.pannier.gateway.PlacementDirectory;
import io.pannier.gateway.RecordedDecision;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.scoring.QuestionTexts;
import io.pannier.spi.PannierException;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Store;
import io.pannier.text.CatalogueSource;
import io.pannier.text.TextVerticle;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Gives the rooms what they ask of rooms that they do not know: of the store, and of the texts. */
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

  static CatalogueSource catalogue(Store store) {
    return (shop, pages) ->
        Program.await(store.products().each(shop, (products, _) -> pages.accept(products)));
  }

  static QuestionTexts texts(TextVerticle room) {
    return new QuestionTexts() {
      @Override
      public ProductVectors products(int shop) {
        return room.products(shop);
      }

      @Override
      public CompletableFuture<QuestionText> question(int shop, String query) {
        return room.question(shop, query);
      }
    };
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
}
