package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Products that came after the training. In this shop a candle goes with a holder of its colour;
 * there are three of each in every colour, and the youngest holders nobody has bought yet.
 */
class YoungProductsTest {
  private static final List<String> COLOURS =
      List.of(
          "red", "blue", "green", "black", "white", "pink", "brown", "violet", "orange", "ivory");
  private static final int VARIANTS = 3;
  private static final int KNOWN = 2 * VARIANTS * 10;
  private static final int RANK_BY_CHANCE = KNOWN / 2;

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    try (StrategyTrainer trainer =
        (StrategyTrainer)
            new TransformerFactory()
                .create(
                    new StrategyConfig(TransformerContractTest.SMALL),
                    Services.granting(new FakeStrategyContext(1)))) {
      assertThat(
              trainer.train(
                  new FakeTrainingSet(FakeCatalogue.of(known()), orders()),
                  folder.resolve("model"),
                  new PlantedShop.Quiet()))
          .isPresent();
    }
  }

  /** Candles first: item = 6 · colour + variant, and its holders 3 above. */
  private static List<Product> known() {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < KNOWN; item++) {
      String colour = COLOURS.get(item / (2 * VARIANTS));
      boolean holder = item % (2 * VARIANTS) >= VARIANTS;
      products.add(product(item, colour + (holder ? " holder" : " candle"), "House > " + colour));
    }
    return products;
  }

  private static List<List<Observation>> orders() {
    Random random = new Random(2);
    List<List<Observation>> batches = new ArrayList<>();
    for (int order = 0; order < 1_500; order++) {
      long time = PlantedShop.START + 3_600_000L * order;
      List<Observation> batch = new ArrayList<>();
      int first = random.nextInt(COLOURS.size());
      int second = (first + 1 + random.nextInt(COLOURS.size() - 1)) % COLOURS.size();
      for (int colour : new int[] {first, second}) {
        int candle = 2 * VARIANTS * colour + random.nextInt(VARIANTS);
        int holder = 2 * VARIANTS * colour + VARIANTS + random.nextInt(VARIANTS);
        for (int item : new int[] {candle, holder}) {
          batch.add(
              PlantedShop.observation(
                  EventType.PURCHASED, time, 1 + order % 60, item, "o" + order));
        }
      }
      batches.add(batch);
    }
    return batches;
  }

  private static Product product(int item, String title, String category) {
    return new Product(
        item,
        "SKU-" + item,
        title,
        category,
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

  private static ScoringStrategy open() {
    return (ScoringStrategy)
        new TransformerFactory()
            .create(
                new StrategyConfig(TransformerContractTest.SMALL),
                Services.granting(
                    new FakeStrategyContext(1, ShopGenerator.END, folder.resolve("model"))));
  }

  private static ScoredCandidates ask(ScoringStrategy strategy, Product young, int inCart) {
    List<Product> products = known();
    products.add(young);
    return strategy
        .score(
            List.of(
                new ScoringContext(
                    FakeCatalogue.of(products),
                    "cart",
                    new int[] {inCart},
                    new int[] {1},
                    ShopperHistory.EMPTY,
                    PlantedShop.START,
                    null,
                    KNOWN + 1,
                    ShopGenerator.eventWeights(),
                    Map.of())))
        .getFirst();
  }

  private static int rank(ScoredCandidates answer, int item) {
    for (int rank = 0; rank < answer.size(); rank++) {
      if (answer.item(rank) == item) {
        return rank;
      }
    }
    return answer.size();
  }

  @Test
  void aYoungHolderStandsWithTheHoldersOfItsColour() {
    double ranks = 0;
    int carried = 0;
    for (int colour = 0; colour < COLOURS.size(); colour++) {
      Product young = product(KNOWN, COLOURS.get(colour) + " holder", "");
      try (ScoringStrategy strategy = open()) {
        int candle = 2 * VARIANTS * colour;
        ScoredCandidates answer = ask(strategy, young, candle);
        int rank = rank(answer, KNOWN);
        ranks += rank;
        carried += rank < answer.size() && answer.because(rank) == candle ? 1 : 0;
      }
    }
    assertThat(ranks / COLOURS.size())
        .as("mean rank, beside three holders; %s by chance", RANK_BY_CHANCE)
        .isLessThan(5);
    assertThat(carried).as("carried by the candle in the cart").isEqualTo(COLOURS.size());
  }

  /** Nothing is known of its words, but where it stands in the shop. */
  @Test
  void whatHasNoWordsInCommonInheritsFromItsCategory() {
    double ranks = 0;
    for (int colour = 0; colour < COLOURS.size(); colour++) {
      Product young = product(KNOWN, "Xyzzy", "House > " + COLOURS.get(colour));
      try (ScoringStrategy strategy = open()) {
        ranks += rank(ask(strategy, young, 2 * VARIANTS * colour), KNOWN);
      }
    }
    assertThat(ranks / COLOURS.size()).as("mean rank; %s by chance", RANK_BY_CHANCE).isLessThan(12);
  }

  @Test
  void whatIsLikeNothingIsNotOffered() {
    try (ScoringStrategy strategy = open()) {
      ScoredCandidates answer = ask(strategy, product(KNOWN, "Xyzzy", "Garden"), 0);
      assertThat(rank(answer, KNOWN)).isEqualTo(answer.size());
      assertThat(answer.size()).isEqualTo(KNOWN - 1);
    }
  }
}
