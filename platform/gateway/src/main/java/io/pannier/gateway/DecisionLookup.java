package io.pannier.gateway;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Finds decisions of a shop in the ledger; fails with SHOPPER_ERASED where they were erased. */
@FunctionalInterface
public interface DecisionLookup {
  Future<Optional<RecordedDecision>> find(Shop shop, UUID decision);
}
