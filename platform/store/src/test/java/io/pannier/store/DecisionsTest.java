package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.EventType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DecisionsTest {
  private static final long NOW = System.currentTimeMillis();

  private final TestStore test = TestStore.shared();
  private final Store store = test.store();
  private final Shop shop = test.newShop();
  private final Shop other = test.newShop();

  @Test
  void givesADecisionBackAsItWas() {
    Buffer candidates = Buffer.buffer(new byte[6_000]);
    Decision decision = decision(TimeOrderedId.next(NOW), candidates);
    await(store.ledger().append(List.of(decision)));
    await(store.ledger().append(List.of(decision)));
    assertThat(await(store.ledger().find(shop.number(), decision.id()))).contains(decision);
    assertThat(await(store.ledger().find(other.number(), decision.id()))).isEmpty();
    assertThat(await(store.ledger().find(shop.number(), UUID.randomUUID()))).isEmpty();
  }

  @Test
  void writesManyDecisionsInGroups() {
    List<Future<Void>> written = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      ids.add(TimeOrderedId.next(NOW + i));
      written.add(store.ledger().append(List.of(decision(ids.getLast(), null))));
    }
    await(Future.all(written));
    List<Decision> recent = await(store.ledger().recent(shop.number(), null, 2_000));
    assertThat(recent).extracting(Decision::id).containsExactlyElementsOf(ids.reversed());
  }

  @Test
  void dropsOldCandidatesAndKeepsTheDecision() {
    long old = NOW - Duration.ofDays(20).toMillis();
    Decision decision = decision(TimeOrderedId.next(old), Buffer.buffer("candidates"));
    await(store.ledger().append(List.of(decision)));
    StoreConfig defaults = test.config();
    StoreConfig brief =
        new StoreConfig(
            defaults.host(),
            defaults.port(),
            defaults.database(),
            defaults.user(),
            defaults.password(),
            2,
            defaults.journalBatchRows(),
            defaults.journalQueueRows(),
            defaults.ledgerBatchRows(),
            defaults.ledgerQueueRows(),
            defaults.maxItems(),
            Duration.ofDays(19),
            defaults.pendingOutcomesKept(),
            defaults.maintenanceInterval());
    try (Store other = await(Store.open(test.vertx(), brief))) {
      Decision found = await(other.ledger().find(shop.number(), decision.id())).orElseThrow();
      assertThat(found.candidates()).isNull();
      assertThat(found.offer()).isEqualTo(decision.offer());
    }
  }

  @Test
  void joinsOutcomesOnceAndOnlyWithinTheShop() {
    Decision decision = decision(TimeOrderedId.next(NOW), null);
    await(store.ledger().append(List.of(decision)));
    Queue<Outcome> joined = new ConcurrentLinkedQueue<>();
    store.outcomes().onJoined(joined::addAll);
    ShopEvent accepted = outcome("yes", decision.id(), "anna");
    int lane = TestStore.newLane();
    EventsJournaled batch =
        new EventsJournaled(
            lane,
            1,
            3,
            List.of(
                new JournaledEvent(shop.number(), 1, accepted),
                new JournaledEvent(other.number(), 2, outcome("theirs", decision.id(), "eve")),
                new JournaledEvent(
                    shop.number(), 3, TestStore.event(shop, "view", "anna", "sku", NOW))));
    await(store.outcomes().join(batch));
    await(store.outcomes().join(batch));
    assertThat(await(store.outcomes().of(shop.number(), decision.id())))
        .extracting(Outcome::event)
        .containsExactly(accepted.key());
    assertThat(await(store.outcomes().of(other.number(), decision.id()))).isEmpty();
    assertThat(joined).filteredOn(o -> o.decision().equals(decision.id())).hasSize(1);
    assertThat(await(store.outcomes().covered())).containsEntry(lane, 3L);
  }

  @Test
  void letsAnOutcomeWaitForItsDecision() {
    UUID id = TimeOrderedId.next(NOW);
    await(store.outcomes().join(journaled(outcome("early", id, "anna"))));
    assertThat(await(store.outcomes().of(shop.number(), id))).isEmpty();
    await(store.ledger().append(List.of(decision(id, null))));
    await(store.outcomes().settle());
    assertThat(await(store.outcomes().of(shop.number(), id))).hasSize(1);
  }

  @Test
  void givesUpAnOutcomeAfterADay() {
    UUID id = TimeOrderedId.next(NOW);
    await(store.outcomes().join(journaled(outcome("lost", id, "anna"))));
    Instant later = Instant.now().plus(Duration.ofHours(25));
    try (Store tomorrow =
        await(Store.open(test.vertx(), test.config(), TestStore::decode, () -> later))) {
      await(tomorrow.outcomes().settle());
      assertThat(await(tomorrow.deadLetters().list(100)))
          .anySatisfy(
              letter -> {
                assertThat(letter.code()).isEqualTo("DECISION_UNKNOWN");
                assertThat(letter.reason()).contains(id.toString());
                assertThat(letter.shop()).isEqualTo(shop.number());
              });
    }
  }

  @Test
  void forgetsAShopperEverywhere() throws Exception {
    int number = TestStore.newLane();
    JournalLane lane = await(store.journal().openLane(number, published -> {}));
    List<ShopEvent> events =
        List.of(
            TestStore.event(shop, "1", "anna", "sku", NOW),
            TestStore.event(shop, "2", "berta", "sku", NOW),
            TestStore.event(shop, "3", "anna", "sku", 0));
    await(lane.append(shop.number(), events));
    await(lane.append(other.number(), List.of(TestStore.event(other, "1", "anna", "sku", NOW))));
    Decision decision = decision(TimeOrderedId.next(NOW), null);
    await(store.ledger().append(List.of(decision)));
    Profile profile = new Profile("anna", Map.of("region", "north"), "{}");
    await(store.profiles().put(shop, List.of(profile)));
    CompletableFuture<ShopperErased> told = new CompletableFuture<>();
    store
        .erasures()
        .onErased(
            erased -> {
              if (erased.shop() == shop.number()) {
                told.complete(erased);
              }
            });
    Instant before = Instant.now().minusSeconds(5);
    UUID receipt = await(store.erasures().order(shop, "anna"));
    ShopperErased erased = told.get(30, TimeUnit.SECONDS);
    assertThat(erased.shopperKey()).isEqualTo(Keys.shopper(shop.number(), "anna"));
    assertThat(await(store.erasures().done(receipt))).contains(true);
    assertThat(await(store.erasures().orderedSince(before))).contains(erased);
    List<JournaledEvent> replayed = new ArrayList<>();
    await(
        store
            .journal()
            .replay(
                Map.of(),
                batch -> {
                  if (batch.lane() == number) {
                    replayed.addAll(batch.events());
                  }
                }));
    assertThat(replayed)
        .extracting(event -> event.event().shopper())
        .containsExactly("", "berta", "", "anna");
    assertThat(replayed.getFirst().event().payload())
        .doesNotContain("anna", "example.org")
        .contains("product-viewed", "sku");
    assertThat(await(lane.append(shop.number(), events))).containsExactly(false, false, false);
    Decision found = await(store.ledger().find(shop.number(), decision.id())).orElseThrow();
    assertThat(found.erased()).isTrue();
    assertThat(found.session()).isNull();
    assertThat(await(store.profiles().find(shop, "anna"))).isEmpty();
    await(lane.close());
  }

  private EventsJournaled journaled(ShopEvent event) {
    return new EventsJournaled(
        TestStore.newLane(), 1, 1, List.of(new JournaledEvent(shop.number(), 1, event)));
  }

  private ShopEvent outcome(String id, UUID decision, String shopper) {
    return new ShopEvent(
        Keys.event(shop.number(), id + decision),
        id + decision,
        EventType.OFFER_ACCEPTED,
        NOW,
        shopper,
        Keys.shopper(shop.number(), shopper),
        "",
        "",
        -1,
        1,
        -1,
        "",
        decision,
        0,
        1,
        Double.NaN,
        "{}");
  }

  private Decision decision(UUID id, @Nullable Buffer candidates) {
    return new Decision(
        id,
        shop.number(),
        "cart",
        3,
        "item-knn@1.0.0",
        "genetic@1.0.0",
        "",
        Rung.STRATEGY,
        "anna",
        "session",
        NOW + 60_000,
        -42,
        310,
        Buffer.buffer("{\"bundles\":[]}"),
        candidates,
        "{\"scoring\":120000}",
        "canary");
  }
}
