package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The models of a strategy: what was promoted or refused and why, and back to an earlier one. */
final class ModelOperations {
  private final Models models;
  private final Proposing proposing;

  ModelOperations(Models models, Proposing proposing) {
    this.models = models;
    this.proposing = proposing;
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    String strategy = call.path("name");
    return models.history(shop, strategy).map(history -> answer(shop, strategy, history));
  }

  Future<Answer> revert(AdminCall call) {
    Shop shop = call.shop();
    String strategy = call.path("name");
    return call.fields()
        .compose(
            fields -> {
              long revision = fields.integer("revision", 1, Long.MAX_VALUE);
              String reason = fields.reason();
              return proposing.wanted(shop)
                  ? models
                      .withFile(shop, strategy, revision)
                      .compose(
                          wanted ->
                              proposing.model(
                                  shop,
                                  strategy,
                                  models.current(shop.number(), strategy),
                                  wanted,
                                  call.author(),
                                  reason))
                  : models
                      .revert(shop, strategy, revision, call.author(), reason)
                      .map(made -> Answer.json(200, json(made, true)));
            });
  }

  Future<Answer> retire(AdminCall call) {
    Shop shop = call.shop();
    String strategy = call.path("name");
    return call.fields()
        .compose(
            fields -> {
              String reason = fields.reason();
              Optional<ModelRevision> serving = models.current(shop.number(), strategy);
              return proposing.wanted(shop) && serving.isPresent()
                  ? proposing.retire(shop, serving.get(), call.author(), reason)
                  : models
                      .retire(shop, strategy, call.author(), reason)
                      .map(made -> Answer.json(200, json(made, true)));
            });
  }

  private Answer answer(Shop shop, String strategy, List<ModelRevision> history) {
    Optional<Long> current = models.current(shop.number(), strategy).map(ModelRevision::revision);
    JsonArray all = new JsonArray();
    for (ModelRevision revision : history) {
      all.add(json(revision, current.filter(now -> now == revision.revision()).isPresent()));
    }
    return Answer.json(200, new JsonObject().put("models", all));
  }

  private static JsonObject json(ModelRevision revision, boolean current) {
    return new JsonObject()
        .put("id", revision.file() == null ? null : revision.id())
        .put("revision", revision.revision())
        .put("promoted", revision.promoted())
        .put("current", current)
        .put("author", revision.author())
        .put("reason", revision.reason())
        .put("madeAt", revision.madeAt().toString())
        .put("verdict", new JsonObject(revision.verdict()));
  }
}
