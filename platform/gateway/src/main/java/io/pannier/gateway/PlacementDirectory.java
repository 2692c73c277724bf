package io.pannier.gateway;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.vertx.core.Future;
import java.util.Optional;

/** Knows the placements of each shop, from memory, and keeps changes as revisions. */
public interface PlacementDirectory {
  Optional<Placement> find(Shop shop, String name);

  /** Stores a change and completes with the placement under its new revision. */
  Future<Placement> put(Shop shop, Placement placement, String author, String reason);
}
