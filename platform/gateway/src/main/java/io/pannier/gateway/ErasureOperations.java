package io.pannier.gateway;

import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.ShopperErasure;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Orders a shopper to be forgotten; answers once the order is durable. */
final class ErasureOperations {
  private final KeyGate gate;
  private final Vertx vertx;
  private final DeliveryOptions options;

  ErasureOperations(KeyGate gate, Vertx vertx, GatewayConfig config) {
    this.gate = gate;
    this.vertx = vertx;
    this.options = new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis());
  }

  Future<Answer> erase(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.ADMIN)
        .compose(
            admission -> {
              String shopper = ctx.pathParam("id");
              if (shopper.isEmpty() || shopper.length() > RequestJson.MAX_ID) {
                throw new PannierException(
                    StandardErrorCode.ID_INVALID,
                    "a shopper's id has from 1 to " + RequestJson.MAX_ID + " characters");
              }
              return vertx
                  .eventBus()
                  .<ErasureReceipt>request(
                      Addresses.ERASURE_SUBMITTED,
                      new ShopperErasure(admission.shop(), shopper),
                      options);
            })
        .map(
            reply ->
                Answer.json(
                    202, new JsonObject().put("receipt", reply.body().receipt().toString())));
  }
}
