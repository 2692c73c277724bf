package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.TextProjection;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.FakeTrainingSet;
import io.pannier.spitestkit.ShopGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors of a language model as an input. In this shop an order holds two products of one meaning;
 * no two titles share a word, so that nothing but the vectors says what a product means that nobody
 * has bought yet.
 */
class TextInputTest {
  private static final int MEANINGS = 12;
  private static final int EACH = 5;
  private static final int KNOWN = MEANINGS * EACH;
  private static final int RANK_BY_CHANCE = KNOWN / 2;
  private static final String LANGUAGE_MODEL = "language-model@1";

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    train("with", Map.of(), vectors(LANGUAGE_MODEL));
    train("off", Map.of("text", "off"), vectors(LANGUAGE_MODEL));
    train("without", Map.of(), ProductVectors.NONE);
  }

  private static void train(String name, Map<String, String> settings, ProductVectors texts)
      throws IOException {
    Map<String, String> all = new HashMap<>(TransformerContractTest.SMALL);
    all.putAll(settings);
    try (StrategyTrainer trainer =
        (StrategyTrainer)
            new TransformerFactory()
                .create(new StrategyConfig(all), Services.granting(new FakeStrategyContext(1)))) {
      assertThat(
              trainer.train(
                  new FakeTrainingSet(FakeCatalogue.of(shelf(KNOWN)), orders(), texts),
                  folder.resolve(name),
                  new PlantedShop.Quiet()))
          .isPresent();
    }
  }

  private static List<Product> shelf(int size) {
    return IntStream.range(0, size).mapToObj(TextInputTest::product).toList();
  }

  private static Product product(int item) {
    return new Product(
        item,
        "SKU-" + item,
        "x" + item,
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
        ProductStatistics.NONE);
  }

  /** Behind the known products one young product of each meaning. */
  private static ProductVectors vectors(String model) {
    return new DrawnVectors(
        model, IntStream.range(0, KNOWN + MEANINGS).mapToObj(item -> item % MEANINGS).toList());
  }

  private static List<List<Observation>> orders() {
    Random random = new Random(5);
    List<List<Observation>> batches = new ArrayList<>();
    for (int order = 0; order < 1_200; order++) {
      long time = PlantedShop.START + 3_600_000L * order;
      int meaning = random.nextInt(MEANINGS);
      int first = random.nextInt(EACH);
      int second = (first + 1 + random.nextInt(EACH - 1)) % EACH;
      List<Observation> batch = new ArrayList<>();
      for (int each : new int[] {first, second}) {
        batch.add(
            PlantedShop.observation(
                EventType.PURCHASED, time, 1 + order % 60, meaning + MEANINGS * each, "o" + order));
      }
      batches.add(batch);
    }
    return batches;
  }

  private static ScoringStrategy open(String name) {
    return (ScoringStrategy)
        new TransformerFactory()
            .create(
                new StrategyConfig(TransformerContractTest.SMALL),
                Services.granting(
                    new FakeStrategyContext(1, ShopGenerator.END, folder.resolve(name))));
  }

  private static ScoredCandidates ask(
      ScoringStrategy strategy, int size, int inCart, ProductVectors texts) {
    return strategy
        .score(
            List.of(
                new ScoringContext(
                    FakeCatalogue.of(shelf(size)),
                    "cart",
                    new int[] {inCart},
                    new int[] {1},
                    ShopperHistory.EMPTY,
                    PlantedShop.START,
                    null,
                    size,
                    ShopGenerator.eventWeights(),
                    Map.of(),
                    new QuestionText("", null, texts))))
        .getFirst();
  }

  private static int rank(ScoredCandidates answer, int item) {
    return IntStream.range(0, answer.size())
        .filter(rank -> answer.item(rank) == item)
        .findFirst()
        .orElse(answer.size());
  }

  /** Mean rank of the young product whose meaning is that of the product in the cart. */
  private static double meanRank(String name, ProductVectors texts) {
    double ranks = 0;
    try (ScoringStrategy strategy = open(name)) {
      for (int meaning = 0; meaning < MEANINGS; meaning++) {
        ScoredCandidates answer = ask(strategy, KNOWN + MEANINGS, meaning, texts);
        ranks += rank(answer, KNOWN + meaning);
      }
    }
    return ranks / MEANINGS;
  }

  /** Four products of its meaning may stand before it. */
  @Test
  void aYoungProductStandsWithThoseWhoseTextsMeanTheSame() {
    assertThat(meanRank("with", vectors(LANGUAGE_MODEL)))
        .as("mean rank; %s by chance", RANK_BY_CHANCE)
        .isLessThan(6);
  }

  @Test
  void withoutVectorsNothingIsKnownOfIt() {
    assertThat(meanRank("with", ProductVectors.NONE)).as("not offered").isGreaterThan(KNOWN - 2);
    assertThat(meanRank("with", vectors("another-model"))).isGreaterThan(KNOWN - 2);
    assertThat(meanRank("off", vectors(LANGUAGE_MODEL))).isGreaterThan(KNOWN - 2);
    assertThat(meanRank("without", vectors(LANGUAGE_MODEL))).isGreaterThan(KNOWN - 2);
  }

  /** The language model may be slower than the shop. */
  @Test
  void aProductWhoseVectorComesLaterIsLookedAtAgain() {
    List<Integer> late = new ArrayList<>();
    for (int item = 0; item < KNOWN + MEANINGS; item++) {
      late.add(item < KNOWN ? item % MEANINGS : -1);
    }
    try (ScoringStrategy strategy = open("with")) {
      ScoredCandidates before =
          ask(strategy, KNOWN + MEANINGS, 3, new DrawnVectors(LANGUAGE_MODEL, late));
      ScoredCandidates after = ask(strategy, KNOWN + MEANINGS, 3, vectors(LANGUAGE_MODEL));
      assertThat(rank(before, KNOWN + 3)).isEqualTo(before.size());
      assertThat(rank(after, KNOWN + 3)).isLessThan(6);
    }
  }

  @Test
  void theFileNamesTheLanguageModelAndHoldsTheProjection() {
    NamedTensors tensors = new SafetensorsFiles().read(folder.resolve("with"));
    TextProjection projection = TextProjection.read(tensors).orElseThrow();
    assertThat(projection.model()).isEqualTo(LANGUAGE_MODEL);
    assertThat(projection.dimension()).isEqualTo(vectors(LANGUAGE_MODEL).dimension());
    assertThat(TextProjection.read(new SafetensorsFiles().read(folder.resolve("off")))).isEmpty();
    assertThat(TextProjection.read(new SafetensorsFiles().read(folder.resolve("without"))))
        .isEmpty();
  }
}
