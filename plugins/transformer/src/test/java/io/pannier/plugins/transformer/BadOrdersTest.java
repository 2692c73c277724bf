package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.FakeTrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot teach says so, by a trainer as a shop would use it. */
class BadOrdersTest {
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  @BeforeAll
  static void loadPyTorch() {
    Services.needPyTorch();
  }

  @Test
  void nothingPurchasedIsTold() {
    refused(List.of(), "there are no orders");
    refused(List.of(event(EventType.PRODUCT_VIEWED, 0, 3, null)), "there are no orders");
  }

  /** Numbers of products that nobody knows are as good as none. */
  @Test
  void unknownProductsAreNone() {
    List<Observation> corrupted = new ArrayList<>();
    for (int order = 0; order < 100; order++) {
      corrupted.addAll(order(order, HOUR * order, -1, PlantedShop.ITEMS + order));
    }
    refused(corrupted, "there are no orders");
  }

  @Test
  void oneProductIsTold() {
    List<Observation> single = new ArrayList<>();
    IntStream.range(0, 100).forEach(order -> single.addAll(order(order, HOUR * order, 7)));
    refused(single, "all 100 orders are of one product, SKU-7");
  }

  @Test
  void oneBasketIsTold() {
    List<Observation> constant = new ArrayList<>();
    IntStream.range(0, 100).forEach(order -> constant.addAll(order(order, HOUR * order, 7, 8, 9)));
    refused(constant, "all 100 orders with two products or more hold the same ones");
  }

  @Test
  void tooFewOrdersAreTold() {
    List<Observation> few = new ArrayList<>();
    IntStream.range(0, 30).forEach(order -> few.addAll(order(order, HOUR * order, order)));
    IntStream.range(30, 40).forEach(order -> few.addAll(order(order, HOUR * order, 7, order - 30)));
    refused(few, "9 of 40 orders hold two products or more; at least 20 are needed");
  }

  @Test
  void ordersThatWereRecordedTwiceAreTold() {
    Random random = new Random(1);
    List<Observation> doubled = new ArrayList<>();
    for (int order = 0; order < 60; order++) {
      int first = random.nextInt(20);
      for (int copy = 0; copy < 2; copy++) {
        doubled.addAll(order(2 * order + copy, HOUR * order, first, 20));
      }
    }
    refused(doubled, "120 of 120 orders hold the same products at the same time as another");
  }

  /** The same orders once more, a year later: those held out were learned. */
  @Test
  void ordersHeldOutThatWereLearnedAreTold() {
    List<Observation> again = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      Random random = new Random(2);
      for (int order = 0; order < 100; order++) {
        int[] items = random.ints(0, PlantedShop.ITEMS).distinct().limit(6).toArray();
        again.addAll(order(100 * round + order, HOUR * (10_000 * round + order), items));
      }
    }
    refused(again, "16 of 16 orders held out with 5 products or more are copies of older ones");
  }

  private void refused(List<Observation> observations, String words) {
    Path file = folder.resolve("model");
    assertThatThrownBy(() -> train(observations, file))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DATA_INVALID))
        .hasMessageContaining(words);
    assertThat(file).doesNotExist();
  }

  private static void train(List<Observation> observations, Path file) throws IOException {
    var strategy =
        new TransformerFactory()
            .create(
                new StrategyConfig(TransformerContractTest.SMALL),
                Services.granting(new FakeStrategyContext(1)));
    try (StrategyTrainer trainer = (StrategyTrainer) strategy) {
      trainer.train(
          new FakeTrainingSet(PlantedShop.shelf(), List.of(observations)),
          file,
          new PlantedShop.Quiet());
    }
  }

  private static List<Observation> order(int number, long time, int... items) {
    List<Observation> lines = new ArrayList<>();
    for (int item : items) {
      lines.add(event(EventType.PURCHASED, time, item, "o-" + number));
    }
    return lines;
  }

  private static Observation event(EventType type, long time, int item, @Nullable String order) {
    return PlantedShop.observation(type, PlantedShop.START + time, 0, item, order);
  }
}
