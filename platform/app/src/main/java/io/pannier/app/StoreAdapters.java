package io.pannier.app;

import io.pannier.gateway.Caller;
import io.pannier.gateway.DecisionLookup;
import io.pannier.gateway.KeyCheck;
import io.pannier.gateway.PlacementDirectory;
import io.pannier.gateway.RecordedDecision;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;

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
}
