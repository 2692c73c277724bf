package io.pannier.feature;

import static io.pannier.feature.SampleEvents.NEWEST;
import static io.pannier.feature.SampleEvents.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ShopperHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureShardTest {
  private static final FeatureConfig ONE_SHARD =
      new FeatureConfig(
          1,
          Duration.ofDays(30),
          Duration.ofDays(3),
          Duration.ofDays(240),
          50,
          Duration.ofMillis(200),
          Duration.ofMinutes(10));

  private final FeatureShard shard = new FeatureShard(0, ONE_SHARD);
  private long offset = 1;

  @Test
  void aShopperIsKnownByEventsGapsCountsOrdersAndSpend() {
    feed(EventType.PRODUCT_VIEWED, NEWEST - 9_000, "ann", 3, 1);
    feed(EventType.CART_ADDED, NEWEST - 4_000, "ann", 3, 1);
    feed(EventType.PURCHASED, NEWEST, "ann", 3, 2);

    ShopperHistory history = shard.history(Keys.shopper(SHOP, "ann"), NEWEST);

    assertThat(history.items()).containsExactly(3, 3, 3);
    assertThat(history.type(2)).isEqualTo(EventType.PURCHASED);
    assertThat(history.gap(1)).isEqualTo(5_000);
    assertThat(history.orders()).isEqualTo(1);
    assertThat(history.spend()).isBetween(480L, 500L);
    assertThat(history.lastSeen()).isEqualTo(NEWEST);
  }

  @Test
  void aStrangerHasAnEmptyHistory() {
    assertThat(shard.history(Keys.shopper(SHOP, "nobody"), NEWEST)).isSameAs(ShopperHistory.EMPTY);
  }

  @Test
  void countsHalveWithTheHalfLife() {
    long month = Duration.ofDays(30).toMillis();
    shard.state(SHOP, product(5, 100), 0);
    feed(EventType.PRODUCT_VIEWED, NEWEST - month, "ann", 5, 1);
    feed(EventType.PRODUCT_VIEWED, NEWEST, "bob", 5, 1);

    ProductStatistics now = view(NEWEST).statistics();
    ProductStatistics later = view(NEWEST + month).statistics();

    assertThat(now.count(EventType.PRODUCT_VIEWED)).isCloseTo(1.5f, within(0.06f));
    assertThat(later.count(EventType.PRODUCT_VIEWED))
        .isCloseTo(now.count(EventType.PRODUCT_VIEWED) / 2, within(0.03f));
  }

  @Test
  void stockFallsWithEverySaleUntilItIsStatedAgain() {
    shard.state(SHOP, product(5, 10), NEWEST - 1000);
    feed(EventType.PURCHASED, NEWEST - 2000, "ann", 5, 4);
    assertThat(view(NEWEST).stock()).as("a sale from before the statement").isEqualTo(10);
    feed(EventType.PURCHASED, NEWEST, "ann", 5, 4);
    assertThat(view(NEWEST).stock()).isEqualTo(6);
    feed(EventType.PURCHASED, NEWEST, "ann", 5, 40);
    assertThat(view(NEWEST).stock()).as("never below nothing").isZero();
    shard.state(SHOP, product(5, 7), NEWEST + 1000);
    assertThat(view(NEWEST).stock()).isEqualTo(7);
  }

  @Test
  void theNewestEventsAreKept() {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      events.add(
          SampleEvents.event("e" + i, EventType.PRODUCT_VIEWED, NEWEST - i * 1000L, "ann", i, 1));
    }
    shard.follow(SampleEvents.batch(0, 1, events));
    ShopperHistory history = shard.history(Keys.shopper(SHOP, "ann"), NEWEST);
    assertThat(history.size()).isEqualTo(50);
    assertThat(history.items()[49]).isZero();
    assertThat(history.items()[0]).isEqualTo(49);
  }

  @Test
  void erasingLeavesNothingOfAShopper() {
    feed(EventType.PURCHASED, NEWEST, "ann", 3, 2);
    shard.erase(Keys.shopper(SHOP, "ann"));
    assertThat(shard.shopperCount()).isZero();
    assertThat(shard.shopperBytes()).isZero();
  }

  @Test
  void memoryOfAShopperIsSmall() {
    for (int i = 0; i < 20; i++) {
      feed(EventType.PRODUCT_VIEWED, NEWEST - i * 86_400_000L, "ann", i, 1);
    }
    assertThat(shard.shopperBytes()).isLessThan(400);
  }

  private void feed(EventType type, long time, String shopper, int item, int quantity) {
    ShopEvent event = SampleEvents.event("e" + offset, type, time, shopper, item, quantity);
    shard.follow(SampleEvents.batch(0, offset++, List.of(event)));
  }

  private Product view(long now) {
    feed(EventType.SHARED, SampleEvents.NEWEST, "", 5, 1);
    return shard.takeChanged(10, now).getOrDefault(SHOP, List.of()).getFirst();
  }

  private static Product product(int item, int stock) {
    return new Product(
        item,
        "sku-" + item,
        "Title",
        "",
        "",
        "GBP",
        250,
        100,
        stock,
        true,
        List.of(),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }
}
