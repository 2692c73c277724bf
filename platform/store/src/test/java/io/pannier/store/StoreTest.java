package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pannier.messages.Placement;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.ProductDraft.RelationDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.Relation;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StoreTest {
  private final TestStore test = TestStore.shared();
  private final Store store = test.store();
  private final Shop shop = test.newShop();

  @Test
  void refusesBadAndTakenShops() {
    assertThat(store.shops().find(shop.name())).contains(shop);
    assertThat(store.shops().all()).contains(shop);
    assertRefused(store.shops().create(shop.name(), "EUR"), StandardErrorCode.FIELD_INVALID);
    assertRefused(store.shops().create("No Shop", "EUR"), StandardErrorCode.FIELD_INVALID);
    assertRefused(store.shops().create("currency", "XXQ"), StandardErrorCode.FIELD_INVALID);
  }

  @Test
  void opensAShopWithItsKeyUntilItIsRevoked() {
    String key = await(store.apiKeys().create(shop.name(), "checkout", Set.of("events", "offers")));
    ApiKey found = await(store.apiKeys().authenticate(key)).orElseThrow();
    assertThat(found.shop()).isEqualTo(shop);
    assertThat(found.scopes()).containsExactlyInAnyOrder("events", "offers");
    assertThat(await(store.apiKeys().authenticate(key + "x"))).isEmpty();
    await(store.apiKeys().revoke(found.id()));
    assertThat(await(store.apiKeys().authenticate(key))).isEmpty();
    assertRefused(store.apiKeys().create("nowhere", "x", Set.of()), StandardErrorCode.SHOP_UNKNOWN);
  }

  @Test
  void hearsOfWhatAnotherProcessChanges() throws Exception {
    CompletableFuture<Placement> heard = new CompletableFuture<>();
    store
        .placements()
        .onChange(
            (where, placement) -> {
              if (placement.name().equals("elsewhere")) {
                heard.complete(placement);
              }
            });
    try (Store other = await(Store.open(test.vertx(), test.config()))) {
      assertThat(other.shops().find(shop.name())).contains(shop);
      await(other.placements().put(shop, Placement.standard("elsewhere"), "ada", "a test"));
      heard.get(30, TimeUnit.SECONDS);
      assertThat(store.placements().find(shop, "elsewhere")).isPresent();
    }
  }

  @Test
  void addsUpWhatShadowsSaid() {
    Shadows.Pair ppo = new Shadows.Pair(shop.number(), "cart", "ppo@1.0.0", "genetic@1.0.0");
    Shadows.Pair newer = new Shadows.Pair(shop.number(), "cart", "ppo@1.0.0 ppo/1", "x@1");
    for (int i = 0; i < 10; i++) {
      store.shadows().compared(ppo, i < 4, 0.5);
    }
    assertThat(await(store.shadows().of(shop, 7)))
        .containsExactly(new Shadows.Tally("cart", "ppo@1.0.0", "genetic@1.0.0", 10, 4, 0.5));
    store.shadows().compared(ppo, true, 1);
    store.shadows().compared(newer, false, 0);
    assertThat(await(store.shadows().of(shop, 7)))
        .extracting(Shadows.Tally::compared, Shadows.Tally::agreed)
        .containsExactly(tuple(11L, 5L), tuple(1L, 0L));
    assertThat(await(store.shadows().of(test.newShop(), 7))).isEmpty();
  }

  @Test
  void givesDenseOrdinalsForEver() {
    List<Future<Void>> assigned = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      List<String> skus = new ArrayList<>();
      for (int j = 0; j < 20; j++) {
        skus.add("sku-" + random.nextInt(500));
      }
      assigned.add(store.items().assign(shop, skus));
    }
    await(Future.all(assigned));
    int size = store.items().size(shop.number());
    Set<String> skus = new HashSet<>();
    for (int item = 0; item < size; item++) {
      String sku = store.items().sku(shop.number(), item);
      assertThat(store.items().find(shop.number(), sku)).isEqualTo(item);
      skus.add(sku);
    }
    assertThat(skus).hasSize(size);
    assertThat(store.items().find(shop.number(), "unknown")).isEqualTo(-1);
    assertThat(store.items().find(test.newShop().number(), "sku-1")).isEqualTo(-1);
    assertRefused(store.items().assign(shop, List.of("")), StandardErrorCode.ID_INVALID);
    try (Store other = await(Store.open(test.vertx(), test.config()))) {
      for (int item = 0; item < size; item++) {
        assertThat(other.items().sku(shop.number(), item))
            .isEqualTo(store.items().sku(shop.number(), item));
      }
      await(other.items().assign(shop, List.of("theirs")));
    }
    await(store.items().assign(shop, List.of("ours", "theirs")));
    assertThat(store.items().sku(shop.number(), size)).isEqualTo("theirs");
    assertThat(store.items().sku(shop.number(), size + 1)).isEqualTo("ours");
  }

  @Test
  void storesProductsAndReadsThemBack() {
    List<Product> stored =
        await(
            store
                .products()
                .put(shop, List.of(draft("a", 100, "b"), draft("b", 200, "c"), draft("a", 300))));
    assertThat(stored).extracting(Product::sku).containsExactly("a", "b");
    assertThat(stored).extracting(Product::price).containsExactly(300L, 200L);
    assertThat(stored.get(1).relations())
        .containsExactly(
            new Relation(Relation.Kind.COMPATIBLE_WITH, store.items().find(shop.number(), "c")));
    List<Product> read = new ArrayList<>();
    await(store.products().each(shop, (page, statedAt) -> read.addAll(page)));
    assertThat(read).usingRecursiveComparison().isEqualTo(stored);
    await(store.products().each(test.newShop(), (page, statedAt) -> assertThat(page).isEmpty()));
  }

  @Test
  void storesProfiles() {
    Profile anna = new Profile("anna", Map.of("segment", "gold"), "{\"segment\":\"gold\"}");
    await(store.profiles().put(shop, List.of(new Profile("anna", Map.of(), "{}"), anna)));
    assertThat(await(store.profiles().find(shop, "anna"))).contains(anna);
    assertThat(await(store.profiles().find(test.newShop(), "anna"))).isEmpty();
    List<Profile> read = new ArrayList<>();
    await(store.profiles().each(shop, read::addAll));
    assertThat(read).containsExactly(anna);
  }

  @Test
  void keepsEveryRevisionOfAPlacement() {
    Placement standard = Placement.standard("cart");
    Placement first = await(store.placements().put(shop, standard, "ada", "the start"));
    assertThat(first).isEqualTo(standard);
    Placement slower =
        new Placement(
            "cart",
            77,
            "popularity",
            standard.fallback(),
            "",
            standard.bundling(),
            List.of("ppo", "transformer"),
            Duration.ofMillis(80),
            40,
            2,
            Map.of(),
            standard.eventWeights(),
            standard.constraints(),
            standard.model());
    Placement second = await(store.placements().put(shop, slower, "ben", "too hasty"));
    assertThat(second.revision()).isEqualTo(2);
    assertThat(second).usingRecursiveComparison().ignoringFields("revision").isEqualTo(slower);
    assertThat(store.placements().find(shop, "cart")).contains(second);
    assertThat(store.placements().of(shop)).containsExactly(second);
    List<PlacementRevision> history = await(store.placements().history(shop, "cart"));
    assertThat(history).extracting(PlacementRevision::placement).containsExactly(second, first);
    assertThat(history).extracting(PlacementRevision::author).containsExactly("ben", "ada");
    assertThat(history)
        .extracting(PlacementRevision::reason)
        .containsExactly("too hasty", "the start");
    List<Future<Placement>> together = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      together.add(store.placements().put(shop, standard, "ada", "together " + i));
    }
    await(Future.all(together));
    assertThat(store.placements().find(shop, "cart").orElseThrow().revision()).isEqualTo(6);
    assertThat(store.placements().find(test.newShop(), "cart")).isEmpty();
  }

  @Test
  void keepsDeadLettersWithTheirBytes() {
    long before = await(store.deadLetters().count());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    DeadLetter letter =
        DeadLetter.unreadable(
            "kafka:events-0@7",
            "INVALID_UTF8",
            "not UTF-8",
            Buffer.buffer(new byte[] {0, -1, 3}),
            now);
    await(store.deadLetters().add(List.of(letter)));
    assertThat(await(store.deadLetters().list(50))).contains(letter);
    assertThat(await(store.deadLetters().count())).isGreaterThan(before);
  }

  @Test
  void replacesSnapshotsWhole() {
    byte[] large = new byte[20_000_000];
    new Random(3).nextBytes(large);
    String name = "feature-" + shop.name();
    assertThat(await(store.snapshots().get(name))).isEmpty();
    for (byte[] data : List.of(new byte[0], large, new byte[8 << 20], new byte[] {1, 2, 3})) {
      await(store.snapshots().put(name, Map.of(0, 5L, 12, 1L << 40), Buffer.buffer(data)));
      Snapshots.Snapshot snapshot = await(store.snapshots().get(name)).orElseThrow();
      assertThat(snapshot.data().getBytes()).isEqualTo(data);
      assertThat(snapshot.offsets()).isEqualTo(Map.of(0, 5L, 12, 1L << 40));
    }
  }

  @Test
  void makesAndDropsPartitionsAsTimeGoes() {
    Instant later = Instant.now().plus(Duration.ofDays(40));
    try (Store future =
        await(Store.open(test.vertx(), test.config(), TestStore::decode, () -> later))) {
      JournalLane lane = await(future.journal().openLane(TestStore.newLane(), published -> {}));
      var event = TestStore.event(shop, "then", "anna", "sku", later.toEpochMilli());
      assertThat(await(lane.append(shop.number(), List.of(event)))).containsExactly(true);
      await(lane.close());
    }
  }

  private static ProductDraft draft(String sku, long price, String... compatible) {
    List<RelationDraft> relations = new ArrayList<>();
    for (String other : compatible) {
      relations.add(new RelationDraft("compatible-with", other));
    }
    return new ProductDraft(
        sku,
        "Title of " + sku,
        "Long text",
        "Home > Tea",
        "Brand",
        "EUR",
        price,
        price / 2,
        9,
        List.of("new"),
        Map.of("colour", "red"),
        relations,
        "{}");
  }

  private static void assertRefused(Future<?> future, StandardErrorCode code) {
    assertThatThrownBy(() -> await(future))
        .isInstanceOfSatisfying(
            PannierException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
