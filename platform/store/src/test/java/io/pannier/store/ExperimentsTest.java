package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.Arm;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.messages.Split;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.EventType;
import io.pannier.store.Experiments.Baseline;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExperimentsTest {
  private static final long NOW = System.currentTimeMillis();
  private static final Arm CANARY = new Arm("canary", 0.5, true, "ppo", "", Map.of());
  private static final Split SPLIT = new Split("salt", List.of(CANARY));

  private final TestStore test = TestStore.shared();
  private final Store store = test.store();
  private final Shop shop = test.newShop();

  @BeforeEach
  void stock() {
    await(
        store
            .products()
            .put(
                shop,
                List.of(
                    new ProductDraft(
                        "tea", "Tea", "", "", "", "EUR", 500, 200, 9, List.of(), Map.of(),
                        List.of(), "{}"))));
  }

  @Test
  void addsUpByVisitorWhatWasBoughtAfterTheFirstSight() {
    seen("ann", "s1", CANARY, NOW);
    seen("ann", "s2", CANARY, NOW + 1_000);
    seen("ann", "s2", CANARY, NOW + 2_000);
    seen("ben", "s3", CANARY, NOW);
    seen("cid", "s4", SPLIT.control(), NOW);
    EventsJournaled bought =
        new EventsJournaled(
            1,
            1,
            5,
            List.of(
                bought("early", "ann", NOW - 1, 100, 1, null),
                bought("a1", "ann", NOW + 5, 450, 2, UUID.randomUUID()),
                bought("a2", "ann", NOW + 6, -1, 1, null),
                bought("c1", "cid", NOW + 5, 300, 1, null)));
    await(store.purchases().note(bought));
    await(store.purchases().note(bought));

    List<ArmSums> sums = figures();

    assertThat(sums).extracting(ArmSums::arm).containsExactly("canary", "control");
    ArmSums canary = sums.getFirst();
    assertThat(canary.visitors()).isEqualTo(2);
    assertThat(canary.sessions()).isEqualTo(3);
    assertThat(canary.squaredSessions()).isEqualTo(5);
    // 2 · 450 + 500, of which 2 · 250 + 300 are margin; Ann has two sessions.
    assertThat(canary.revenue()).isEqualTo(new ArmSums.Money(1_400, 1_960_000, 2_800));
    assertThat(canary.margin()).isEqualTo(new ArmSums.Money(800, 640_000, 1_600));
    assertThat(canary.buyers()).isEqualTo(1);
    assertThat(canary.attached()).isEqualTo(1);
    assertThat(sums.getLast().margin().sum()).isEqualTo(100);
    assertThat(sums.getLast().attached()).isZero();
    assertThat(await(store.experiments().since(shop, "cart", SPLIT)))
        .contains(Instant.ofEpochMilli(NOW));
  }

  @Test
  void otherSharesAreAnotherExperiment() {
    seen("ann", "s1", CANARY, NOW);
    Split wider = new Split("salt", List.of(new Arm("canary", 0.6, true, "ppo", "", Map.of())));
    assertThat(await(store.experiments().byArm(shop, "cart", wider))).isEmpty();
    assertThat(await(store.experiments().since(shop, "cart", wider))).isEmpty();
    assertThat(await(store.experiments().byArm(test.newShop(), "cart", SPLIT))).isEmpty();
    assertThat(figures()).hasSize(1);
  }

  @Test
  void whoIsForgottenStaysInTheSumsUnnamed() throws Exception {
    seen("ann", "s1", CANARY, NOW);
    await(
        store
            .purchases()
            .note(
                new EventsJournaled(1, 1, 1, List.of(bought("x", "ann", NOW + 1, 450, 1, null)))));
    List<ArmSums> before = figures();
    CompletableFuture<ShopperErased> erased = new CompletableFuture<>();
    store
        .erasures()
        .onErased(
            gone -> {
              if (gone.shop() == shop.number()) {
                erased.complete(gone);
              }
            });
    await(store.erasures().order(shop, "ann"));
    erased.get(30, TimeUnit.SECONDS);
    assertThat(figures()).isEqualTo(before);

    // Another one of that name is somebody else.
    await(
        store
            .purchases()
            .note(
                new EventsJournaled(1, 2, 2, List.of(bought("y", "ann", NOW + 2, 450, 1, null)))));
    assertThat(figures()).isEqualTo(before);
  }

  @Test
  void eachSegmentHasSumsOfItsOwn() {
    await(
        store
            .profiles()
            .put(shop, List.of(new Profile("ann", Map.of("segment", "gift buyers"), "{}"))));
    seen("ann", "s1", CANARY, NOW);
    seen("ben", "s2", CANARY, NOW);
    seen("", "s3", SPLIT.control(), NOW);
    note(bought("a", "ann", NOW + 5, 450, 1, null));

    List<ArmSums> sums = await(store.experiments().bySegment(shop, "cart", SPLIT));

    assertThat(sums)
        .extracting(ArmSums::arm, ArmSums::segment, ArmSums::visitors, ArmSums::buyers)
        .containsExactlyInAnyOrder(
            tuple("canary", "gift buyers", 1L, 1L),
            tuple("canary", "known", 1L, 0L),
            tuple("control", "anonymous", 1L, 0L));
  }

  @Test
  void whatIsBoughtInTheNextPeriodBelongsToThatOne() {
    Split next = SPLIT.reallocated(List.of(CANARY.withShare(0.7)));
    seen("ann", "s1", CANARY, NOW);
    seen("ben", "s2", SPLIT.control(), NOW);
    seen(next, "ben", "s2", next.arms().getFirst(), NOW + 1_000);
    seen(next, "ann", "s3", next.arms().getFirst(), NOW + 2_000);
    note(bought("a", "ann", NOW + 10, 300, 1, null));
    note(bought("b", "ben", NOW + 1_500, 400, 1, null));
    note(bought("c", "ann", NOW + 2_500, 500, 1, null));

    List<List<ArmSums>> periods = await(store.experiments().byPeriod(shop, "cart", next));

    assertThat(periods).hasSize(2);
    assertThat(periods.getFirst())
        .extracting(ArmSums::arm, arm -> arm.revenue().sum())
        .containsExactly(tuple("canary", 300.0), tuple("control", 0.0));
    assertThat(periods.getLast())
        .extracting(ArmSums::arm, ArmSums::visitors, arm -> arm.revenue().sum())
        .containsExactly(tuple("canary", 2L, 900.0));
    assertThat(await(store.experiments().byPeriod(shop, "cart", new Split("other", List.of()))))
        .isEmpty();
    Split unseen = next.reallocated(List.of(CANARY.withShare(0.8)));
    assertThat(await(store.experiments().byPeriod(shop, "cart", unseen)))
        .hasSize(3)
        .endsWith(List.of());
  }

  @Test
  void sharesThatPeopleChangeArePeriodsToo() {
    Split wider = new Split("salt", List.of(CANARY.withShare(0.25)));
    seen("ann", "s1", CANARY, NOW);
    seen(wider, "ben", "s2", wider.arms().getFirst(), NOW + 1_000);

    // By time, not by name: "salt/0.25" comes before "salt/0.5" in no other sense.
    assertThat(await(store.experiments().byPeriod(shop, "cart", wider)))
        .extracting(period -> period.getFirst().visitors())
        .containsExactly(1L, 1L);
  }

  @Test
  void onlyThoseWhomThePlacementAnsweredAreExpectedInAnExperiment() {
    await(
        store
            .ledger()
            .append(
                List.of(
                    decision("ann", "s1"),
                    decision("ann", "s2"),
                    decision("", "s3"),
                    decision("", OfferRequest.CONSOLE_SESSION))));
    note(bought("a", "ann", NOW, 300, 1, null));
    note(bought("b", "ben", NOW, 100_000, 1, null));

    Baseline baseline =
        await(
            store
                .experiments()
                .baseline(shop, "cart", Instant.ofEpochMilli(NOW + 60_000), Duration.ofDays(7)));

    assertThat(baseline.visitors()).isEqualTo(2);
    assertThat(baseline.sessions()).isEqualTo(3);
    assertThat(baseline.margin()).isEqualTo(100);
    assertThat(baseline.squaredMargin()).isEqualTo(10_000);
    assertThat(baseline.window()).isEqualTo(Duration.ofHours(1));
  }

  private Decision decision(String shopper, String session) {
    return new Decision(
        TimeOrderedId.next(NOW),
        shop.number(),
        "cart",
        1,
        "item-knn@1.0.0",
        "genetic@1.0.0",
        "",
        Rung.STRATEGY,
        shopper,
        session,
        NOW + 60_000,
        1,
        1,
        Buffer.buffer("{\"bundles\":[]}"),
        Buffer.buffer("x"),
        "{}",
        "");
  }

  private void note(JournaledEvent event) {
    await(store.purchases().note(new EventsJournaled(1, 1, 1, List.of(event))));
  }

  private List<ArmSums> figures() {
    return await(store.experiments().byArm(shop, "cart", SPLIT));
  }

  private void seen(String shopper, String session, Arm arm, long now) {
    seen(SPLIT, shopper, session, arm, now);
  }

  private void seen(Split split, String shopper, String session, Arm arm, long now) {
    store
        .exposures()
        .seen(
            new OfferRequest(
                TimeOrderedId.next(now),
                shop,
                shopper,
                Keys.shopper(shop.number(), shopper),
                session,
                Placement.standard("cart").withSplit(split),
                new int[0],
                new int[0],
                -1,
                null,
                OfferRequest.Kind.BUNDLES,
                3,
                false,
                now,
                0,
                0,
                List.of(),
                "",
                "",
                SpanContext.getInvalid(),
                "",
                arm));
  }

  private JournaledEvent bought(
      String id, String shopper, long time, long price, int quantity, @Nullable UUID decision) {
    return new JournaledEvent(
        shop.number(),
        1,
        new ShopEvent(
            Keys.event(shop.number(), id),
            id,
            EventType.PURCHASED,
            time,
            shopper,
            Keys.shopper(shop.number(), shopper),
            "",
            "tea",
            store.items().find(shop.number(), "tea"),
            quantity,
            price,
            "",
            decision,
            -1,
            -1,
            Double.NaN,
            "{}"));
  }
}
