package io.pannier.app;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.util.List;

/** A new shop with the placements that every storefront has. */
public final class ShopSetup {
  private static final List<String> PLACEMENTS = List.of("cart", "product", "home");

  private ShopSetup() {}

  /**
   * Makes the shop.
   *
   * @return fails with FIELD_INVALID if the name is taken or cannot be used
   */
  public static Future<Shop> create(Store store, String name, String currency) {
    return store.shops().create(name, currency).compose(shop -> completed(store, shop).map(shop));
  }

  /** Adds the standard placements that the shop lacks, also after a start that was cut short. */
  public static Future<Void> completed(Store store, Shop shop) {
    Future<?> made = Future.succeededFuture();
    for (String placement : PLACEMENTS) {
      if (store.placements().find(shop, placement).isEmpty()) {
        made =
            made.compose(
                before ->
                    store
                        .placements()
                        .put(
                            shop,
                            Placement.standard(placement),
                            "pannier",
                            "standard placement of a new shop"));
      }
    }
    return made.mapEmpty();
  }
}
