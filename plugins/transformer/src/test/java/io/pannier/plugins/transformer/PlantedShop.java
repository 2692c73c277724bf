package io.pannier.plugins.transformer;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.FakeTrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Observations of a shop in which products 2k and 2k + 1 are always bought together, two such pairs
 * an order, after a view of each.
 */
final class PlantedShop {
  static final int ITEMS = 40;
  static final long START = 1_760_000_000_000L;

  private static final int BETWEEN = 3_600_000;

  private PlantedShop() {}

  static List<List<Observation>> observations(int orders) {
    Random random = new Random(3);
    List<List<Observation>> batches = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      long time = START + (long) order * BETWEEN;
      long shopper = 1L + random.nextInt(50);
      int first = random.nextInt(ITEMS / 2);
      int second = (first + 1 + random.nextInt(ITEMS / 2 - 1)) % (ITEMS / 2);
      int[] lines = {2 * first, 2 * second, 2 * first + 1, 2 * second + 1};
      List<Observation> batch = new ArrayList<>();
      for (int item : lines) {
        batch.add(observation(EventType.PRODUCT_VIEWED, time - 60_000, shopper, item, null));
      }
      for (int item : lines) {
        batch.add(observation(EventType.PURCHASED, time, shopper, item, "o-" + order));
      }
      batches.add(batch);
    }
    return batches;
  }

  static Observation observation(
      EventType type, long time, long shopper, int item, @Nullable String order) {
    return new Observation(type, time, shopper, item, 1, 1_000, order, Double.NaN, Double.NaN);
  }

  static FakeCatalogue shelf() {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      products.add(
          new Product(
              item,
              "sku-" + item,
              "Product " + item,
              "",
              "",
              "EUR",
              1_000,
              600,
              9,
              true,
              List.of(),
              Map.of(),
              List.of(),
              ProductStatistics.NONE));
    }
    return FakeCatalogue.of(products);
  }

  /** Trains a model on the shop. */
  static void train(Path file, Map<String, String> settings) throws IOException {
    var strategy =
        new TransformerFactory()
            .create(new StrategyConfig(settings), Services.granting(new FakeStrategyContext(1)));
    try (StrategyTrainer trainer = (StrategyTrainer) strategy) {
      trainer.train(new FakeTrainingSet(shelf(), observations(1_200)), file, new Quiet());
    }
  }

  /** A progress that nobody looks at. */
  static final class Quiet implements StrategyTrainer.Progress {
    @Override
    public void report(double done, String what) {
      // Nobody waits.
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
