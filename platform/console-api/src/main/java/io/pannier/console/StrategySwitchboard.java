package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.gateway.StrategyOperations;
import io.pannier.gateway.StrategyReport;
import io.pannier.messages.Shop;
import io.pannier.store.StrategySwitch;
import io.pannier.store.Switches;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Strategies: how they are doing, and the switch that takes one out of service at once. */
final class StrategySwitchboard {
  private final StrategyReport report;
  private final StrategyHealth health;
  private final Switches switches;

  StrategySwitchboard(StrategyReport report, StrategyHealth health, Switches switches) {
    this.report = report;
    this.health = health;
    this.switches = switches;
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    return report
        .of(shop)
        .map(
            states -> {
              JsonArray all = new JsonArray();
              for (StrategyReport.StrategyState state : states) {
                all.add(
                    StrategyOperations.json(state)
                        .put("switchedOff", switchedOff(shop, state.name()))
                        .put("health", json(health.of(shop.number(), state.name()))));
              }
              return Answer.json(200, new JsonObject().put("strategies", all));
            });
  }

  /** In force here when it is answered, and elsewhere as soon as the database has told. */
  Future<Answer> turn(AdminCall call) {
    Shop shop = call.shop();
    String name = call.path("name");
    if (!PlacementJson.NAME.matcher(name).matches()) {
      throw Fields.invalid("name", "the name of a strategy: a-z, 0-9 and -");
    }
    return call.fields()
        .compose(
            fields -> switches.put(shop, name, fields.flag("on"), call.author(), fields.reason()))
        .map(
            done ->
                Answer.json(
                    200,
                    new JsonObject()
                        .put("name", name)
                        .put("switchedOff", switchedOff(shop, name))));
  }

  private JsonObject switchedOff(Shop shop, String name) {
    Optional<StrategySwitch> off = switches.off(shop.number(), name);
    return off.map(
            found ->
                new JsonObject()
                    .put("author", found.author())
                    .put("reason", found.reason())
                    .put("at", found.madeAt().toString()))
        .orElse(null);
  }

  private static JsonObject json(StrategyHealth.Health health) {
    return new JsonObject()
        .put("state", health.state().name().toLowerCase(java.util.Locale.ROOT))
        .put("calls", health.calls())
        .put("failures", health.failures())
        .put("p99Millis", Double.isNaN(health.p99Millis()) ? null : health.p99Millis())
        .put("lastFailure", health.lastFailure())
        .put("lastFailureAt", health.failedAt() == null ? null : health.failedAt().toString());
  }
}
