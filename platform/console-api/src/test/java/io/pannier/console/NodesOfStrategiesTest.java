package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.gateway.StrategyReport.StrategyState;
import io.pannier.store.NodeReport;
import io.pannier.store.NodeStrategy;
import io.pannier.store.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console tells of each process, whichever is asked. */
class NodesOfStrategiesTest {
  private static final Instant STARTED = Instant.parse("2031-05-06T07:08:09Z");

  private final ConsoleRig rig = ConsoleRig.shared();
  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();

  @BeforeEach
  void report() {
    rig.reported =
        List.of(
            new StrategyState(
                "genetic", "0.1.0", "", List.of(), "", List.of(), List.of(), List.of()));
  }

  @AfterEach
  void leave() {
    rig.reported = List.of();
    ConsoleRig.await(rig.store.nodes().leave(first));
    ConsoleRig.await(rig.store.nodes().leave(second));
  }

  private void enter(UUID id, String name, int age, Map<String, NodeStrategy> strategies) {
    ConsoleRig.await(
        rig.store
            .nodes()
            .enter(
                new NodeReport(
                    id, name, STARTED.plusSeconds(age), Map.of(rig.shop.number(), strategies))));
  }

  private void silentFor(UUID id, int seconds) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://"
                    + rig.server.host()
                    + ":"
                    + rig.server.port()
                    + "/"
                    + rig.server.database(),
                rig.server.user(),
                rig.server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update node set seen_at = now() - interval '"
              + seconds
              + " seconds' where id = '"
              + id
              + "'");
    }
  }

  private JsonArray strategies() {
    return rig.signedIn(Role.VIEWER)
        .get("/shops/" + ConsoleRig.SHOP + "/strategies")
        .ok()
        .getJsonArray("strategies");
  }

  @Test
  void aStrategyIsToldOfInEachProcess() throws SQLException {
    enter(
        first,
        "web-1",
        0,
        Map.of(
            "genetic",
            new NodeStrategy(
                "0.1.0", "quarantined", true, 930, 31, 48.2, "STRATEGY_TIMEOUT", STARTED)));
    enter(
        second,
        "web-2",
        1,
        Map.of(
            "genetic",
            new NodeStrategy("0.2.0", "preparing", false, 0, 0, Double.NaN, null, null),
            "only-there",
            new NodeStrategy("1.0.0", "ready", false, 1, 0, 0.5, null, null)));
    silentFor(first, 14);
    silentFor(second, 252);

    JsonArray strategies = strategies();
    JsonArray nodes = strategies.getJsonObject(0).getJsonArray("nodes");
    assertThat(nodes).hasSize(2);
    JsonObject one = nodes.getJsonObject(0);
    assertThat(one.remove("seenAt")).isNotNull();
    assertThat((Integer) one.remove("silentSeconds")).isBetween(14, 15);
    assertThat(one.remove("stale")).isIn(false, true);
    assertThat(one)
        .isEqualTo(
            new JsonObject()
                .put("name", "web-1")
                .put("started", "2031-05-06T07:08:09Z")
                .put("version", "0.1.0")
                .put("state", "quarantined")
                .put("switchedOff", true)
                .put("calls", 930)
                .put("failures", 31)
                .put("p99Millis", 48.2)
                .put("lastFailure", "STRATEGY_TIMEOUT")
                .put("lastFailureAt", "2031-05-06T07:08:09Z"));
    JsonObject two = nodes.getJsonObject(1);
    assertThat(two.getBoolean("stale")).isTrue();
    assertThat(two.getInteger("silentSeconds")).isBetween(252, 260);
    assertThat(two.getString("version")).isEqualTo("0.2.0");
    assertThat(two.getValue("p99Millis")).isNull();

    // What another process has and this one has not is told of, too.
    JsonObject there = strategies.getJsonObject(1);
    assertThat(there.getString("name")).isEqualTo("only-there");
    assertThat(there.getString("version")).isNull();
    assertThat(there.getJsonArray("nodes").getJsonObject(0).getString("state")).isEqualTo("absent");
    assertThat(there.getJsonArray("nodes").getJsonObject(1).getString("version"))
        .isEqualTo("1.0.0");
  }

  @Test
  void aProcessThatReportsIsNotStale() {
    enter(first, "web-1", 0, Map.of());
    JsonObject node = strategies().getJsonObject(0).getJsonArray("nodes").getJsonObject(0);
    assertThat(node.getBoolean("stale")).isFalse();
    assertThat(node.getString("state")).isEqualTo("absent");
    assertThat(node.fieldNames()).isEqualTo(required());
  }

  private static Set<String> required() {
    try {
      JsonArray names =
          DocumentTest.document()
              .getJsonObject("components")
              .getJsonObject("schemas")
              .getJsonObject("StrategyNode")
              .getJsonArray("required");
      return names.stream().map(String.class::cast).collect(java.util.stream.Collectors.toSet());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
