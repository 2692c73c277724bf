package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.WideScale;
import io.pannier.kernels.api.WideTables;
import io.pannier.kernels.model.ModelCard;
import io.pannier.kernels.model.RandomComposer;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.ShopGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformerStrategyTest {
  /** Products that are younger than the model. */
  private static final int YOUNG = 5;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "width",
          "16",
          "heads",
          "2",
          "layers",
          "1",
          "feed-forward",
          "32",
          "epochs",
          "12",
          "batch",
          "16",
          "learning-rate",
          "0.005",
          "dropout",
          "0.1");

  @TempDir private static Path folder;
  private static @Nullable ScoringStrategy trained;

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    Path file = folder.resolve("model");
    PlantedShop.train(file, SETTINGS);
    trained =
        (ScoringStrategy)
            new TransformerFactory()
                .create(
                    new StrategyConfig(SETTINGS),
                    Services.granting(new FakeStrategyContext(1, ShopGenerator.END, file)));
  }

  @AfterAll
  static void close() {
    if (trained != null) {
      trained.close();
    }
  }

  private static ScoredCandidates ask(ScoringContext context) {
    ScoringStrategy strategy = trained;
    if (strategy == null) {
      throw new AssertionError("not trained");
    }
    return strategy.score(List.of(context)).getFirst();
  }

  @Test
  void namesWhatIsBoughtWithTheCartAndWhichItemCarriedIt() {
    int found = 0;
    int explained = 0;
    for (int pair = 0; pair < PlantedShop.ITEMS / 2; pair++) {
      int other = (2 * pair + 10) % PlantedShop.ITEMS;
      ScoredCandidates answer = ask(context(shelf(_ -> 9), new int[] {2 * pair, other}, null, 5));
      for (int rank = 0; rank < 2; rank++) {
        boolean partner = answer.item(rank) == 2 * pair + 1 || answer.item(rank) == other + 1;
        found += partner ? 1 : 0;
        explained += partner && answer.because(rank) == answer.item(rank) - 1 ? 1 : 0;
      }
    }
    assertThat(found).as("partners among the first two, of 40").isGreaterThan(36);
    assertThat(explained).as("explained by the item that it belongs to").isGreaterThan(34);
  }

  /** Faithful: without the event that is named the score falls more than without a random one. */
  @Test
  void withoutTheNamedEventTheScoreFallsMoreThanWithoutARandomOne() {
    Random random = new Random(11);
    double named = 0;
    double other = 0;
    for (int round = 0; round < 60; round++) {
      int[] cart = new ShopGenerator(round).distinct(4, PlantedShop.ITEMS);
      ScoredCandidates answer = ask(context(shelf(_ -> 9), cart, null, 1));
      int item = answer.item(0);
      // Scores compare within one answer, so the product is ranked among all.
      named += rankWithout(cart, answer.because(0), item);
      other += rankWithout(cart, cart[random.nextInt(cart.length)], item);
    }
    assertThat(named).isGreaterThan(1.5 * other);
  }

  private static int rankWithout(int[] cart, int left, int item) {
    int[] rest = Arrays.stream(cart).filter(each -> each != left).toArray();
    ScoredCandidates answer = ask(context(shelf(_ -> 9), rest, null, PlantedShop.ITEMS));
    for (int rank = 0; rank < answer.size(); rank++) {
      if (answer.item(rank) == item) {
        return rank;
      }
    }
    return answer.size();
  }

  @Test
  void readsTheHistoryWhereThereIsNoCart() {
    int[] seen = {6, 20};
    ShopperHistory history =
        new ShopperHistory(
            seen,
            new byte[] {(byte) EventType.PURCHASED.ordinal(), (byte) EventType.PURCHASED.ordinal()},
            new long[] {PlantedShop.START - 9_000_000, PlantedShop.START - 8_000_000},
            new float[EventType.count()],
            1,
            0,
            PlantedShop.START - 8_000_000);
    ScoredCandidates answer =
        ask(
            new ScoringContext(
                shelf(_ -> 9),
                "home",
                new int[0],
                new int[0],
                history,
                PlantedShop.START,
                null,
                10,
                ShopGenerator.eventWeights(),
                Map.of()));
    assertThat(answer.size()).isEqualTo(10);
  }

  /** More is sold out than the spare candidates cover: the rest is found all the same. */
  @Test
  void whatIsSoldOutIsNotOfferedHoweverMuchItIs() {
    FakeCatalogue catalogue = shelf(item -> item % 4 == 1 ? 3 : 0);
    ScoredCandidates answer = ask(context(catalogue, new int[] {4}, null, 30));
    assertThat(items(answer)).hasSize(10).allMatch(item -> item % 4 == 1);
    assertThat(answer.item(0)).isEqualTo(5);
  }

  /** A wholesaler's cart: more than the kernels keep of the best. */
  @Test
  void aCartOfMoreThanAThousandGetsAnAnswerToo() {
    int items = 1_500;
    Path file = folder.resolve("large");
    RandomComposer.write(
        file,
        new ComposerSpec(
            8, 2, 1, 0, 16, items, 1, EventIds.PRICE_BUCKETS, EventType.count(), 4, 4, 4, 16, 1),
        1);
    NamedTensors tensors = new SafetensorsFiles().read(file);
    tensors.putTexts("vocabulary", IntStream.range(0, items).mapToObj(i -> "SKU-" + i).toList());
    new WideTables(
            CoPurchases.count(List.of(new int[] {3, 1_400}), items),
            Neighbours.none(items),
            WideScale.FIRST,
            0)
        .write(tensors);
    tensors.state("pannier.vocabulary", ModelCard.checksumOf(tensors.texts("vocabulary")));
    new SafetensorsFiles().write(file, tensors);
    int[] cart = IntStream.range(0, 1_200).toArray();
    StrategyContext granted =
        Services.granting(new FakeStrategyContext(1, ShopGenerator.END, file));
    try (ScoringStrategy strategy =
        (ScoringStrategy) new TransformerFactory().create(StrategyConfig.DEFAULTS, granted)) {
      ScoredCandidates answer =
          strategy.score(List.of(context(shelf(items, _ -> 9), cart, null, 100))).getFirst();
      assertThat(items(answer)).hasSize(100).allMatch(item -> item >= 1_200);
    }
  }

  @Test
  void scoresTheGivenCandidatesOnly() {
    ScoredCandidates answer =
        ask(context(shelf(_ -> 9), new int[] {4}, new int[] {30, 5, 17, 30, 4, 41}, 10));
    assertThat(items(answer)).startsWith(5).containsExactlyInAnyOrder(5, 17, 30);
  }

  @Test
  void whoIsNotKnownAtAllGetsNoAnswer() {
    assertThat(ask(context(shelf(_ -> 9), new int[0], null, 5)).size()).isZero();
    int young = PlantedShop.ITEMS + 1;
    assertThat(ask(context(shelf(_ -> 9), new int[] {young}, null, 5)).size()).isZero();
  }

  @Test
  void anAnswerDoesNotDependOnTheRestOfTheBatch() {
    ScoringStrategy strategy = trained;
    if (strategy == null) {
      throw new AssertionError("not trained");
    }
    FakeCatalogue shelf = shelf(_ -> 9);
    List<ScoringContext> batch = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int[] cart = new ShopGenerator(i).distinct(i % 4, PlantedShop.ITEMS);
      int[] candidates = i % 3 == 2 ? new int[] {1, 2, 3, 4, 5} : null;
      batch.add(context(shelf, cart, candidates, 6));
    }
    List<ScoredCandidates> together = strategy.score(batch);
    for (int i = 0; i < batch.size(); i++) {
      ScoredCandidates alone = strategy.score(List.of(batch.get(i))).getFirst();
      assertThat(items(together.get(i))).isEqualTo(items(alone));
      for (int rank = 0; rank < alone.size(); rank++) {
        assertThat(together.get(i).score(rank)).isEqualTo(alone.score(rank));
        assertThat(together.get(i).because(rank)).isEqualTo(alone.because(rank));
      }
    }
  }

  private static List<Integer> items(ScoredCandidates answer) {
    List<Integer> items = new ArrayList<>();
    for (int rank = 0; rank < answer.size(); rank++) {
      items.add(answer.item(rank));
    }
    return items;
  }

  private static ScoringContext context(
      FakeCatalogue catalogue, int[] cart, int @Nullable [] candidates, int limit) {
    int[] quantities = new int[cart.length];
    Arrays.fill(quantities, 1);
    return new ScoringContext(
        catalogue,
        "cart",
        cart,
        quantities,
        ShopperHistory.EMPTY,
        PlantedShop.START,
        candidates,
        limit,
        ShopGenerator.eventWeights(),
        Map.of());
  }

  private static FakeCatalogue shelf(IntUnaryOperator stock) {
    return shelf(PlantedShop.ITEMS + YOUNG, stock);
  }

  private static FakeCatalogue shelf(int size, IntUnaryOperator stock) {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < size; item++) {
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
              stock.applyAsInt(item),
              true,
              List.of(),
              Map.of(),
              List.of(),
              ProductStatistics.NONE));
    }
    return FakeCatalogue.of(products);
  }
}
