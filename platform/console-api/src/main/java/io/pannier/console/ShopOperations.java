package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.pannier.store.Shops;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The shops of the installation. */
final class ShopOperations {
  private final Shops shops;

  ShopOperations(Shops shops) {
    this.shops = shops;
  }

  Future<Answer> list(AdminCall call) {
    JsonArray all = new JsonArray();
    for (Shop shop : shops.all()) {
      all.add(
          new JsonObject()
              .put("name", shop.name())
              .put("currency", shop.currency())
              .put("decimals", shop.currencyDecimals()));
    }
    return Future.succeededFuture(Answer.json(200, new JsonObject().put("shops", all)));
  }
}
