package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.FakeTrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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
              "SKU-" + item,
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
    train(file, settings, new FakeStrategyContext(1), new Quiet());
  }

  /** Trains a model where another may serve. */
  static TrainingOutcome train(
      Path file,
      Map<String, String> settings,
      FakeStrategyContext context,
      StrategyTrainer.Progress progress)
      throws IOException {
    var strategy =
        new TransformerFactory().create(new StrategyConfig(settings), Services.granting(context));
    try (StrategyTrainer trainer = (StrategyTrainer) strategy) {
      FakeTrainingSet data = new FakeTrainingSet(shelf(), observations(1_200));
      return trainer.train(data, file, progress).orElseThrow();
    }
  }

  /** Asks a finished model, and the one that serves, about the youngest hundred orders. */
  static TrainingOutcome examine(
      FakeStrategyContext context, Path file, StrategyTrainer.Progress progress) {
    OrderCollector collector = new OrderCollector(48, shelf(), ProductVectors.NONE);
    observations(1_200).forEach(batch -> batch.forEach(collector::add));
    TrainingOrders orders = collector.orders();
    int[] held = IntStream.range(1_100, 1_200).toArray();
    int[] ends = orders.events().sequences().offsets();
    int[] takenOut = IntStream.of(held).map(order -> ends[order + 1] - 1).toArray();
    return new Examination(Services.granting(context), orders, new Outcome(1, 0, 0, held, takenOut))
        .examine(file, progress);
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
