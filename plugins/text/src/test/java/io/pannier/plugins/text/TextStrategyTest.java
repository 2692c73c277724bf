package io.pannier.plugins.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import io.pannier.spitestkit.FakeCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextStrategyTest {
  private static final String[] TITLES = {
    "Picnic basket of willow", "Blanket for a picnic", "Wine glasses, set of four",
    "Steel hammer", "Cordless drill", "Hamper with plates"
  };

  /** The first axis is for meals outside, the second for tools. */
  private static final ProductVectors VECTORS =
      new DrawnVectors(
          Map.of(
              0, new float[] {1, 0},
              1, new float[] {0.9f, 0.4f},
              2, new float[] {0.6f, 0.8f},
              3, new float[] {0, 1},
              4, new float[] {0.1f, 0.99f},
              5, new float[] {0.95f, 0.3f}));

  private final TextStrategy strategy = new TextStrategy(TextSettings.of(StrategyConfig.DEFAULTS));

  @Test
  void aSentenceFindsByWordsAlone() {
    ScoredCandidates answer = ask(new int[0], "a picnic", null, ProductVectors.NONE);
    assertThat(items(answer)).contains(0, 1).doesNotContain(3, 4, 5);
    assertThat(answer.because(0)).isEqualTo(-1);
  }

  @Test
  void theModelFindsWhatSharesNoWord() {
    ScoredCandidates answer = ask(new int[0], "a picnic", new float[] {1, 0}, VECTORS);
    assertThat(items(answer).subList(0, 3)).containsExactlyInAnyOrder(0, 1, 5);
    assertThat(items(answer).indexOf(5)).isLessThan(items(answer).indexOf(3));
  }

  @Test
  void theCartIsTheQuestionWhereNobodySpeaksAndIsNamed() {
    ScoredCandidates answer = ask(new int[] {0, 3}, "", null, VECTORS);
    assertThat(items(answer)).doesNotContain(0, 3);
    int blanket = items(answer).indexOf(1);
    int drill = items(answer).indexOf(4);
    assertThat(answer.because(blanket)).isEqualTo(0);
    assertThat(answer.because(drill)).isEqualTo(3);
  }

  @Test
  void aProductWithoutAVectorIsFoundByItsWords() {
    ProductVectors young = new DrawnVectors(Map.of(0, new float[] {1, 0}, 3, new float[] {0, 1}));
    ScoredCandidates answer = ask(new int[] {0}, "", null, young);
    assertThat(items(answer).getFirst()).isEqualTo(1);
    assertThat(answer.because(0)).isEqualTo(0);
  }

  @Test
  void nothingAskedIsNothingAnswered() {
    assertThat(ask(new int[0], "", null, VECTORS).size()).isZero();
    assertThat(ask(new int[0], "zzz", null, ProductVectors.NONE).size()).isZero();
  }

  @Test
  void aVectorOfAnotherModelIsNotUsed() {
    ScoredCandidates answer = ask(new int[0], "picnic", new float[] {1, 0, 0}, VECTORS);
    assertThat(items(answer)).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aNewTitleCountsAtOnce() {
    FakeCatalogue before = catalogue();
    assertThat(items(ask(before, "spade"))).isEmpty();
    FakeCatalogue after = before.with(product(3, "Steel spade"));
    assertThat(items(ask(after, "spade"))).containsExactly(3);
    assertThat(items(ask(after, "hammer"))).isEmpty();
  }

  @Test
  void theFirstQuestionIsAnsweredFromAllProducts() {
    int many = 3 * TextSettings.of(StrategyConfig.DEFAULTS).slice();
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < many; item++) {
      products.add(product(item, "Nail number " + item));
    }
    products.add(product(many, "Astrolabe"));
    assertThat(items(ask(FakeCatalogue.of(products), "astrolabe"))).containsExactly(many);
  }

  private ScoredCandidates ask(FakeCatalogue catalogue, String query) {
    return strategy
        .score(
            List.of(
                context(catalogue, new int[0], new QuestionText(query, null, ProductVectors.NONE))))
        .getFirst();
  }

  private ScoredCandidates ask(
      int[] cart, String query, float @Nullable [] vector, ProductVectors vectors) {
    return strategy
        .score(List.of(context(catalogue(), cart, new QuestionText(query, vector, vectors))))
        .getFirst();
  }

  private static ScoringContext context(FakeCatalogue catalogue, int[] cart, QuestionText text) {
    float[] weights = new float[EventType.count()];
    weights[EventType.PURCHASED.ordinal()] = 1;
    return new ScoringContext(
        catalogue,
        "cart",
        cart,
        new int[cart.length],
        ShopperHistory.EMPTY,
        0,
        null,
        10,
        weights,
        Map.of(),
        text);
  }

  private static FakeCatalogue catalogue() {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < TITLES.length; item++) {
      products.add(product(item, TITLES[item]));
    }
    return FakeCatalogue.of(products);
  }

  private static Product product(int item, String title) {
    return new Product(
        item,
        "sku-" + item,
        title,
        "",
        "",
        "EUR",
        100,
        50,
        5,
        true,
        List.of(),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }

  private static List<Integer> items(ScoredCandidates answer) {
    List<Integer> items = new ArrayList<>();
    for (int rank = 0; rank < answer.size(); rank++) {
      items.add(answer.item(rank));
    }
    return items;
  }
}
