package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.Scopes;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ApiKeys;
import io.pannier.store.KeyEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The API keys of a shop's servers. */
final class KeyOperations {
  private static final int LONGEST_LABEL = 100;

  private final ApiKeys keys;

  KeyOperations(ApiKeys keys) {
    this.keys = keys;
  }

  Future<Answer> list(AdminCall call) {
    return keys.entries(call.shop())
        .map(
            entries -> {
              JsonArray all = new JsonArray();
              entries.forEach(entry -> all.add(json(entry)));
              return Answer.json(200, new JsonObject().put("keys", all));
            });
  }

  /** The key itself is told this once. */
  Future<Answer> create(AdminCall call) {
    Shop shop = call.shop();
    return call.fields()
        .compose(
            fields -> {
              String label = fields.text("label", LONGEST_LABEL);
              Set<String> scopes = scopes(fields.texts("scopes", Scopes.ALL.size()));
              return keys.create(shop.name(), label, scopes, call.author(), fields.reason())
                  .map(
                      key ->
                          Answer.json(
                              201,
                              new JsonObject()
                                  .put("label", label)
                                  .put("scopes", new JsonArray(List.copyOf(scopes)))
                                  .put("key", key)));
            });
  }

  Future<Answer> revoke(AdminCall call) {
    Shop shop = call.shop();
    UUID id = id(call.path("id"));
    return call.fields()
        .compose(fields -> keys.revoke(shop, id, call.author(), fields.reason()))
        .map(done -> SessionOperations.NOTHING);
  }

  private static Set<String> scopes(List<String> given) {
    if (given.isEmpty() || !Scopes.ALL.containsAll(given)) {
      throw Fields.invalid("scopes", "some of " + Scopes.ALL.stream().sorted().toList());
    }
    return new HashSet<>(given);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new PannierException(StandardErrorCode.NOT_FOUND, "there is no key " + text, e);
    }
  }

  private static JsonObject json(KeyEntry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("label", entry.label())
        .put("scopes", new JsonArray(entry.scopes().stream().sorted().toList()))
        .put("createdAt", entry.createdAt().toString())
        .put("revokedAt", entry.revokedAt() == null ? null : entry.revokedAt().toString());
  }
}
