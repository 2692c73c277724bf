package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.ProductVectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderCollectorTest {
  private static final long NOON = PlantedShop.START;
  private static final long DAY = 86_400_000;

  private static Observation seen(EventType type, long time, int item) {
    return PlantedShop.observation(type, time, 1, item, type == EventType.PURCHASED ? "a" : null);
  }

  private static TrainingOrders collect(List<Observation> observations) {
    OrderCollector collector = new OrderCollector(4, PlantedShop.shelf(), ProductVectors.NONE);
    observations.forEach(collector::add);
    return collector.orders();
  }

  /** Point in time: what came after an order, or led to it, is not known before it. */
  @Test
  void anOrderFollowsWhatItsShopperDidBeforeAndNothingThatGivesItAway() {
    TrainingOrders orders =
        collect(
            List.of(
                seen(EventType.PURCHASED, NOON, 1),
                seen(EventType.PRODUCT_VIEWED, NOON + 60_000, 5),
                seen(EventType.CART_ADDED, NOON - 60_000, 1),
                seen(EventType.PRODUCT_VIEWED, NOON - 30_000, 2),
                seen(EventType.PRODUCT_VIEWED, NOON - 20_000, 9),
                seen(EventType.PURCHASED, NOON, 2),
                seen(EventType.PRODUCT_VIEWED, NOON - 2 * DAY, 2),
                seen(EventType.OFFER_SHOWN, NOON - 10_000, 7),
                PlantedShop.observation(EventType.PRODUCT_VIEWED, NOON - 5_000, 2, 8, null)));

    EventBatch events = orders.events();
    assertThat(orders.count()).isEqualTo(1);
    assertThat(orders.starts()).containsExactly(2);
    assertThat(skus(orders)).containsExactly("SKU-2", "SKU-9", "SKU-1", "SKU-2");
    assertThat(orders.until()).isEqualTo(NOON / 1_000);
    assertThat(events.sequences().times()).containsExactly((int) (-2 * DAY / 1_000), -20, 0, 0);
    assertThat(events.types()[3]).isEqualTo(EventType.CART_ADDED.ordinal());
  }

  @Test
  void ordersStandInTheOrderOfTimeAndALineThatIsRepeatedCountsOnce() {
    TrainingOrders orders =
        collect(
            List.of(
                PlantedShop.observation(EventType.PURCHASED, NOON + DAY, 0, 3, "late"),
                PlantedShop.observation(EventType.PURCHASED, NOON, 0, 4, "early"),
                PlantedShop.observation(EventType.PURCHASED, NOON, 0, 4, "early"),
                PlantedShop.observation(EventType.PURCHASED, NOON, 0, 5, "early")));

    assertThat(orders.events().sequences().offsets()).containsExactly(0, 2, 3);
    assertThat(skus(orders)).containsExactly("SKU-4", "SKU-5", "SKU-3");
    assertThat(orders.times()).containsExactly(NOON / 1_000, (NOON + DAY) / 1_000);
    assertThat(orders.keys()[0]).isNotEqualTo(orders.keys()[1]);
  }

  /** Numbers are dense: those of products that nobody touched are not given out. */
  @Test
  void onlyProductsThatWereSeenHaveNames() {
    TrainingOrders orders =
        collect(
            List.of(
                seen(EventType.PRODUCT_VIEWED, NOON - 2 * DAY, 30),
                seen(EventType.OFFER_SHOWN, NOON - 2 * DAY, 31),
                seen(EventType.PURCHASED, NOON, PlantedShop.ITEMS + 3),
                seen(EventType.PURCHASED, NOON, 7)));
    assertThat(orders.vocabulary()).containsExactly("SKU-30", "SKU-7");
    assertThat(skus(orders)).containsExactly("SKU-30", "SKU-7");
  }

  private static List<String> skus(TrainingOrders orders) {
    int tokens = orders.events().sequences().tokens();
    return IntStream.of(Arrays.copyOf(orders.events().items(), tokens))
        .mapToObj(orders.vocabulary()::get)
        .toList();
  }

  @Test
  void nothingGivesNoOrders() {
    assertThat(collect(List.of()).count()).isZero();
  }
}
