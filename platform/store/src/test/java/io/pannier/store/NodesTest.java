package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.Shop;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Instant STARTED = Instant.parse("2031-05-06T07:08:09Z");
  private static final NodeStrategy WELL =
      new NodeStrategy("0.1.0", "ready", false, 12, 0, 1.25, null, null);
  private static final NodeStrategy ILL =
      new NodeStrategy("0.2.0", "quarantined", true, 9, 3, Double.NaN, "STRATEGY_TIMEOUT", STARTED);

  private final Nodes nodes = TestStore.shared().store().nodes();
  private final Shop shop = TestStore.shared().newShop();
  private final Shop other = TestStore.shared().newShop();

  @AfterEach
  void nobodyRuns() throws SQLException {
    change("delete from node");
  }

  private static void change(String sql) throws SQLException {
    try (TestDatabase database = new TestDatabase(TestStore.shared().config())) {
      database.change(sql);
    }
  }

  private NodeReport report(String name, Map<String, NodeStrategy> strategies) {
    return new NodeReport(
        UUID.randomUUID(),
        name,
        STARTED,
        Map.of(shop.number(), strategies, other.number(), Map.of("popularity", WELL)));
  }

  private List<String> names() {
    return await(nodes.of(shop)).stream().map(NodeState::name).toList();
  }

  @Test
  void areReadAsTheyDescribedThemselves() {
    NodeReport first = report("a", Map.of("item-knn", WELL, "genetic", ILL));
    await(nodes.enter(first));
    assertThat(await(nodes.of(shop)))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.startedAt()).isEqualTo(STARTED);
              assertThat(node.strategies()).isEqualTo(first.strategies().get(shop.number()));
              assertThat(node.silence()).isLessThan(Duration.ofSeconds(10));
            });
    await(nodes.report(new NodeReport(first.id(), "a", STARTED, Map.of())));
    assertThat(await(nodes.of(shop)))
        .singleElement()
        .satisfies(node -> assertThat(node.strategies()).isEmpty());
    assertThat(await(nodes.of(TestStore.shared().newShop()))).hasSize(1);
  }

  @Test
  void areGoneWhenTheyLeaveAndForgottenWhenNothingIsHeardOfThem() throws SQLException {
    NodeReport stays = report("stays", Map.of());
    NodeReport leaves = report("leaves", Map.of());
    NodeReport killed = report("killed", Map.of());
    for (NodeReport each : List.of(stays, leaves, killed)) {
      await(nodes.enter(each));
    }
    await(nodes.leave(leaves.id()));
    assertThat(names()).containsExactlyInAnyOrder("stays", "killed");

    change("update node set seen_at = now() - interval '14 minutes' where name = 'killed'");
    await(nodes.report(stays));
    assertThat(await(nodes.of(shop)))
        .filteredOn(node -> node.name().equals("killed"))
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.silence())
                    .isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15)));
    change("update node set seen_at = now() - interval '15 minutes'");
    await(nodes.report(stays));
    assertThat(names()).containsExactly("stays");
  }

  @Test
  void takeThePlaceOfOneOfTheirNameThatWasKilled() {
    NodeReport killed = report("web", Map.of());
    NodeReport beside = report("beside", Map.of());
    NodeReport again = report("web", Map.of("genetic", WELL));
    await(nodes.enter(killed));
    await(nodes.enter(beside));
    await(nodes.enter(again));
    assertThat(names()).containsExactlyInAnyOrder("beside", "web");
    // Two that run under one name are both told of.
    await(nodes.report(killed));
    await(nodes.report(again));
    assertThat(names()).containsExactlyInAnyOrder("beside", "web", "web");
  }
}
