package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.gateway.StrategyOperations;
import io.pannier.gateway.StrategyReport;
import io.pannier.gateway.StrategyReport.StrategyState;
import io.pannier.messages.Shop;
import io.pannier.store.NodeState;
import io.pannier.store.Nodes;
import io.pannier.store.StrategySwitch;
import io.pannier.store.Switches;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Strategies: how they are doing, and the switch that takes one out of service at once. */
final class StrategySwitchboard {
  private final StrategyReport report;
  private final StrategyHealth health;
  private final Switches switches;
  private final Nodes nodes;
  private final Proposing proposing;

  StrategySwitchboard(
      StrategyReport report,
      StrategyHealth health,
      Switches switches,
      Nodes nodes,
      Proposing proposing) {
    this.report = report;
    this.health = health;
    this.switches = switches;
    this.nodes = nodes;
    this.proposing = proposing;
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    Future<List<StrategyState>> states = report.of(shop);
    Future<List<NodeState>> running = nodes.of(shop);
    return Future.all(states, running)
        .map(
            both -> {
              JsonArray all = new JsonArray();
              for (StrategyState state : withThoseOf(running.result(), states.result())) {
                all.add(
                    StrategyOperations.json(state)
                        .put("switchedOff", switchedOff(shop, state.name()))
                        .put("health", json(health.of(shop.number(), state.name())))
                        .put("nodes", NodeJson.of(running.result(), state.name())));
              }
              return Answer.json(200, new JsonObject().put("strategies", all));
            });
  }

  /** What is installed in another process only is told of here, too. */
  private static List<StrategyState> withThoseOf(List<NodeState> nodes, List<StrategyState> here) {
    Map<String, StrategyState> byName = new TreeMap<>();
    here.forEach(state -> byName.put(state.name(), state));
    for (NodeState node : nodes) {
      for (String name : node.strategies().keySet()) {
        byName.computeIfAbsent(name, StrategyState::notInstalled);
      }
    }
    return List.copyOf(byName.values());
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
            fields -> {
              boolean on = fields.flag("on");
              String reason = fields.reason();
              Optional<StrategySwitch> off = switches.off(shop.number(), name);
              // Off is an emergency and waits for nobody.
              return on && off.isPresent() && proposing.wanted(shop)
                  ? proposing.strategyOn(shop, off.get(), call.author(), reason)
                  : switches
                      .put(shop, name, on, call.author(), reason)
                      .map(done -> answer(shop, name));
            });
  }

  private Answer answer(Shop shop, String name) {
    return Answer.json(
        200, new JsonObject().put("name", name).put("switchedOff", switchedOff(shop, name)));
  }

  private @Nullable JsonObject switchedOff(Shop shop, String name) {
    Optional<StrategySwitch> off = switches.off(shop.number(), name);
    if (off.isEmpty()) {
      return null;
    }
    return new JsonObject()
        .put("author", off.get().author())
        .put("reason", off.get().reason())
        .put("at", off.get().madeAt().toString());
  }

  private static JsonObject json(StrategyHealth.Health health) {
    return new JsonObject()
        .put("state", health.state().wireName())
        .put("calls", health.calls())
        .put("failures", health.failures())
        .put("p99Millis", Double.isNaN(health.p99Millis()) ? null : health.p99Millis())
        .put("lastFailure", health.lastFailure())
        .put("lastFailureAt", health.failedAt() == null ? null : health.failedAt().toString());
  }
}
