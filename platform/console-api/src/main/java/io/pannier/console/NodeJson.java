package io.pannier.console;

import io.pannier.store.NodeState;
import io.pannier.store.NodeStrategy;
import io.pannier.store.Nodes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** How a strategy is doing in each process, as it is told. */
final class NodeJson {
  private static final NodeStrategy ABSENT =
      new NodeStrategy(
          "", StrategyHealth.State.ABSENT.wireName(), false, 0, 0, Double.NaN, null, null);

  private NodeJson() {}

  /** An entry for each process, in their order. */
  static JsonArray of(List<NodeState> nodes, String strategy) {
    JsonArray all = new JsonArray();
    for (NodeState node : nodes) {
      all.add(json(node, node.strategies().getOrDefault(strategy, ABSENT)));
    }
    return all;
  }

  private static JsonObject json(NodeState node, NodeStrategy strategy) {
    Instant failed = strategy.lastFailureAt();
    return new JsonObject()
        .put("name", node.name())
        .put("started", node.startedAt().toString())
        .put("seenAt", node.seenAt().toString())
        .put("silentSeconds", node.silence().toSeconds())
        .put("stale", node.silence().compareTo(Nodes.STALE) > 0)
        .put("version", strategy.version().isEmpty() ? null : strategy.version())
        .put("state", strategy.state())
        .put("switchedOff", strategy.switchedOff())
        .put("calls", strategy.calls())
        .put("failures", strategy.failures())
        .put("p99Millis", Double.isNaN(strategy.p99Millis()) ? null : strategy.p99Millis())
        .put("lastFailure", strategy.lastFailure())
        .put("lastFailureAt", failed == null ? null : failed.toString());
  }
}
