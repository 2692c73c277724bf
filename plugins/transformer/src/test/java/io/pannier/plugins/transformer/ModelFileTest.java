package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.ShopGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model file is worth in another process, another shop, or broken. */
class ModelFileTest {
  @TempDir private static Path folder;
  private static Path file = Path.of("none");
  private static TrainingOutcome outcome = new TrainingOutcome("none", 0, 0, Map.of());

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    file = folder.resolve("model");
    outcome =
        PlantedShop.train(
            file,
            TransformerContractTest.SMALL,
            new FakeStrategyContext(1),
            new PlantedShop.Quiet());
  }

  private static FakeStrategyContext serving(Path model) {
    return Services.granting(new FakeStrategyContext(1, ShopGenerator.END, model));
  }

  private static ScoringStrategy open(FakeStrategyContext context) {
    return (ScoringStrategy)
        new TransformerFactory().create(new StrategyConfig(TransformerContractTest.SMALL), context);
  }

  private static ScoringContext question(FakeCatalogue shelf, int[] cart) {
    int[] quantities = new int[cart.length];
    Arrays.fill(quantities, 1);
    return new ScoringContext(
        shelf,
        "cart",
        cart,
        quantities,
        history(shelf),
        PlantedShop.START,
        null,
        shelf.size(),
        ShopGenerator.eventWeights(),
        Map.of());
  }

  /** Two purchases of the day before, by SKU. */
  private static ShopperHistory history(FakeCatalogue shelf) {
    byte purchased = (byte) EventType.PURCHASED.ordinal();
    return new ShopperHistory(
        new int[] {shelf.item("SKU-12"), shelf.item("SKU-30")},
        new byte[] {purchased, purchased},
        new long[] {PlantedShop.START - 90_000_000, PlantedShop.START - 80_000_000},
        new float[EventType.count()],
        1,
        0,
        PlantedShop.START - 80_000_000);
  }

  private static FakeCatalogue shelf(int size, IntUnaryOperator number, IntFunction<String> sku) {
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      products.add(
          new Product(
              number.applyAsInt(i),
              sku.apply(i),
              "Product " + i,
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

  private static Map<String, Float> bySku(FakeCatalogue shelf, ScoredCandidates answer) {
    Map<String, Float> scores = new HashMap<>();
    for (int rank = 0; rank < answer.size(); rank++) {
      Product product = shelf.product(answer.item(rank));
      scores.put(product == null ? "none" : product.sku(), answer.score(rank));
    }
    return scores;
  }

  /** The other shop numbers its products from the end, after some that the model never saw. */
  @Test
  void aShopThatNumbersItsProductsOtherwiseGetsTheSameAnswers() {
    FakeCatalogue there = shelf(PlantedShop.ITEMS + 7, i -> 46 - i, i -> "SKU-" + i);
    try (ScoringStrategy here = open(serving(file));
        ScoringStrategy other = open(serving(file))) {
      for (int i = 0; i < PlantedShop.ITEMS - 1; i++) {
        int[] cart = {i, i + 1};
        ScoredCandidates mine = here.score(List.of(question(PlantedShop.shelf(), cart))).getFirst();
        int[] renumbered = {46 - i, 45 - i};
        ScoredCandidates theirs = other.score(List.of(question(there, renumbered))).getFirst();
        assertThat(bySku(there, theirs)).isEqualTo(bySku(PlantedShop.shelf(), mine));
        assertThat(mine.size()).isEqualTo(PlantedShop.ITEMS - 2);
      }
    }
  }

  /** What the sparse way of serving finds is what the formula says of every product. */
  @Test
  void aScoreIsThatOfTheFormula() {
    FakeStrategyContext context = serving(file);
    FakeCatalogue shelf = PlantedShop.shelf();
    try (ServedModel model = ServedModel.open(context, file);
        ScoringStrategy strategy = open(context)) {
      Vocabulary vocabulary = new Vocabulary(model.skus());
      vocabulary.follow(shelf);
      ScoringContext question = question(shelf, new int[] {3, 8, 21});
      EventPack pack = new EventPack();
      new Question(48).write(Asked.of(question, vocabulary, model.categories()), pack);
      EventBatch events = pack.batch();
      float[] state = new float[model.width()];
      model.composer().encode(events, Rows.of(state, model.width()));
      Neighbours cosines = model.tables().counts().squaredCosines();
      float[] sums = new float[model.rows()];
      float[] likeness = new float[model.rows()];
      int[] seeds = {3, 8, 21, 12, 30};
      float[] weights = {1, 1, 1, WideSeeds.fading(90_000), WideSeeds.fading(80_000)};
      for (int i = 0; i < seeds.length; i++) {
        cosines.add(vocabulary.row(seeds[i]), weights[i], sums);
        model.tables().likeness().add(vocabulary.row(seeds[i]), weights[i], likeness);
      }
      double[] expected = new double[model.rows()];
      for (int row = 0; row < expected.length; row++) {
        expected[row] = model.tables().scale().of(sums[row], likeness[row]);
        for (int d = 0; d < model.width(); d++) {
          expected[row] += (double) state[d] * model.items()[row * model.width() + d];
        }
      }
      ScoredCandidates answer = strategy.score(List.of(question)).getFirst();
      assertThat(answer.size()).isEqualTo(PlantedShop.ITEMS - 3);
      double best = expected[vocabulary.row(answer.item(0))];
      for (int rank = 0; rank < answer.size(); rank++) {
        double own = Math.exp(expected[vocabulary.row(answer.item(rank))] - best);
        assertThat((double) answer.score(rank)).isCloseTo(own, within(1e-4));
      }
    }
  }

  @Test
  void aModelOfAnotherShopHasNoAnswerAndIsCounted() {
    FakeStrategyContext context = serving(file);
    FakeCatalogue foreign = shelf(60, i -> i, i -> i < 19 ? "SKU-" + i : "OTHER-" + i);
    try (ScoringStrategy strategy = open(context)) {
      assertThat(strategy.score(List.of(question(foreign, new int[] {1, 2}))).getFirst().size())
          .isZero();
      assertThat(context.count("foreign-model")).isEqualTo(1);
      assertThat(context.gauge("model-products-known")).isCloseTo(19.0 / 40, within(1e-9));
      FakeCatalogue own = PlantedShop.shelf();
      FakeCatalogue later = own.with(product());
      assertThat(strategy.score(List.of(question(later, new int[] {1, 2}))).getFirst().size())
          .isPositive();
    }
  }

  private static Product product() {
    Product first = PlantedShop.shelf().product(0);
    if (first == null) {
      throw new AssertionError("the shop has no first product");
    }
    return first;
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Path cut = folder.resolve("cut");
    byte[] whole = Files.readAllBytes(file);
    for (int part : new int[] {2, 3, 10}) {
      Files.write(cut, Arrays.copyOf(whole, whole.length - whole.length / part));
      assertThatThrownBy(() -> open(serving(cut)).close())
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_TRUNCATED));
    }
  }

  /** The names are those that the checksum covers. */
  @Test
  void aFileWhoseNamesWereChangedIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] name = "SKU-39".getBytes(StandardCharsets.UTF_8);
    int at =
        IntStream.range(0, bytes.length - name.length)
            .filter(from -> Arrays.mismatch(bytes, from, from + 6, name, 0, 6) < 0)
            .findFirst()
            .orElseThrow();
    bytes[at + 5] = '8';
    Path changed = Files.write(folder.resolve("changed"), bytes);
    assertThatThrownBy(() -> open(serving(changed)).close())
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_INVALID))
        .hasMessageContaining("checksum");
  }

  /** The same training again: the one that serves is worth what it was said to be worth. */
  @Test
  void theModelThatServesIsMeasuredAsItWasWhenItWasNew() throws IOException {
    TrainingOutcome again =
        PlantedShop.train(
            folder.resolve("next"),
            TransformerContractTest.SMALL,
            new FakeStrategyContext(1, ShopGenerator.END, file),
            new PlantedShop.Quiet());
    assertThat(outcome.incumbent()).isNaN();
    assertThat(again.incumbent()).isEqualTo(outcome.value());
    assertThat(again.value()).isEqualTo(outcome.value());
    assertThat(again.figures()).containsEntry("hr@10-incumbent", outcome.figures().get("hr@10"));
    assertThat(outcome.figures().get("hr@10")).isGreaterThan(0.7);
    assertThat(outcome.better()).isTrue();
    assertThat(again.better()).isFalse();
  }

  @Test
  void aServingModelThatCannotBeReadCountsForNothingAndIsTold() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "no model");
    List<String> told = new ArrayList<>();
    StrategyTrainer.Progress progress =
        new StrategyTrainer.Progress() {
          @Override
          public void report(double done, String what) {
            told.add(what);
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    var examination =
        PlantedShop.examine(new FakeStrategyContext(1, ShopGenerator.END, broken), file, progress);
    assertThat(examination.incumbent()).isNaN();
    assertThat(told).anyMatch(what -> what.contains("cannot be read"));
  }
}
