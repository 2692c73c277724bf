package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import io.pannier.spitestkit.BundleAssert;
import io.pannier.spitestkit.FakeCatalogue;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.ProblemDraft;
import io.pannier.spitestkit.ShopGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is composed for a cart, where products 2k and 2k + 1 are always bought together. */
class TransformerComposeTest {
  @TempDir private static Path folder;
  private static Path file = Path.of("none");

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    file = folder.resolve("model");
    PlantedShop.train(file, TransformerContractTest.SMALL);
  }

  private static BundlingStrategy open() {
    return (BundlingStrategy)
        new TransformerFactory()
            .create(
                new StrategyConfig(TransformerContractTest.SMALL),
                Services.granting(new FakeStrategyContext(1, ShopGenerator.END, file)));
  }

  /** All products but those of the cart as candidates, equally relevant; two to a bundle. */
  private static ProblemDraft draft(int... cart) {
    int[] left =
        IntStream.range(0, PlantedShop.ITEMS)
            .filter(item -> IntStream.of(cart).noneMatch(each -> each == item))
            .toArray();
    ProblemDraft draft = new ProblemDraft(left.length, 7);
    System.arraycopy(left, 0, draft.items, 0, left.length);
    return draft.constraints(pairs(Integer.MAX_VALUE, Long.MAX_VALUE));
  }

  private static BundleConstraints pairs(int maxPerCategory, long budget) {
    return new BundleConstraints(2, 2, 1, budget, -1, 0, maxPerCategory);
  }

  private static BundlingContext question(FakeCatalogue shelf, int... cart) {
    List<Named> named = new ArrayList<>();
    for (int item = 0; item < PlantedShop.ITEMS; item++) {
      Product product = shelf.product(item);
      if (product != null) {
        named.add(new Named(item, product.sku(), product.category(), product.price()));
      }
    }
    return new BundlingContext(named, cart, ShopperHistory.EMPTY, PlantedShop.START);
  }

  private static BundlingResult compose(BundlingStrategy strategy, BundlingProblem problem) {
    BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(1));
    BundleAssert.isGoodAnswer(problem, result);
    return result;
  }

  private static Set<Integer> first(BundlingProblem problem, BundlingResult result) {
    return IntStream.of(result.bundles().getFirst().candidates())
        .map(problem::item)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void composesWhatBelongsToTheCart() {
    int found = 0;
    try (BundlingStrategy strategy = open()) {
      for (int pair = 0; pair < PlantedShop.ITEMS / 2; pair++) {
        int one = 2 * pair;
        int other = (2 * pair + 10) % PlantedShop.ITEMS;
        BundlingProblem problem =
            draft(one, other).build().withContext(question(PlantedShop.shelf(), one, other));
        BundlingResult result = compose(strategy, problem);
        assertThat(result.generations()).isEqualTo(1);
        assertThat(result.bundles()).as("alternatives").hasSize(3);
        found += first(problem, result).equals(new TreeSet<>(Set.of(one + 1, other + 1))) ? 1 : 0;
      }
    }
    assertThat(found).as("both partners, of 20 carts").isGreaterThanOrEqualTo(18);
  }

  /** One of the cart: its partner, and beside it a product that belongs to what was chosen. */
  @Test
  void whatWasChosenSpeaksForWhatIsChosenNext() {
    int partner = 0;
    int pair = 0;
    try (BundlingStrategy strategy = open()) {
      for (int item = 0; item < PlantedShop.ITEMS; item += 2) {
        ProblemDraft draft = draft(item);
        draft.constraints(new BundleConstraints(3, 3, 1, Long.MAX_VALUE, -1, 0, 9));
        BundlingProblem problem = draft.build().withContext(question(PlantedShop.shelf(), item));
        Set<Integer> set = first(problem, compose(strategy, problem));
        partner += set.remove(item + 1) ? 1 : 0;
        pair += set.stream().mapToInt(each -> each / 2).distinct().count() == 1 ? 1 : 0;
      }
    }
    assertThat(partner).as("partner of the cart's only product, of 20").isGreaterThanOrEqualTo(18);
    assertThat(pair).as("a pair beside it").isGreaterThanOrEqualTo(15);
  }

  @Test
  void whatMustNotBeTogetherIsNotFoundInTheFirstPlace() {
    BundlingContext question = question(PlantedShop.shelf(), 4, 10);
    ProblemDraft enemies = draft(4, 10);
    int five = Arrays.binarySearch(enemies.items, 5);
    int eleven = Arrays.binarySearch(enemies.items, 11);
    enemies.incompatible(five, eleven);
    ProblemDraft alike = draft(4, 10).constraints(pairs(1, Long.MAX_VALUE));
    alike.categories[five] = 3;
    alike.categories[eleven] = 3;
    ProblemDraft dear = draft(4, 10).constraints(pairs(9, 2_500));
    dear.prices[five] = 1_700;
    ProblemDraft needy = draft(4, 10);
    needy.requires(five, Arrays.binarySearch(needy.items, 30));
    try (BundlingStrategy strategy = open()) {
      for (ProblemDraft draft : List.of(enemies, alike, dear, needy)) {
        BundlingProblem problem = draft.build().withContext(question);
        BundlingResult result = compose(strategy, problem);
        assertThat(result.generations()).isEqualTo(1);
        assertThat(result.bundles()).isNotEmpty();
        for (ComposedBundle bundle : result.bundles()) {
          assertThat(
                  IntStream.of(bundle.candidates()).filter(i -> i == five || i == eleven).count())
              .as("never both")
              .isLessThan(2);
        }
      }
      BundlingProblem free = draft(4, 10).build().withContext(question);
      assertThat(first(free, compose(strategy, free))).containsExactly(5, 11);
    }
  }

  @Test
  void whereNothingFitsItSaysWhy() {
    BundlingProblem problem =
        draft(4, 10)
            .constraints(pairs(9, 1_500))
            .build()
            .withContext(question(PlantedShop.shelf(), 4, 10));
    try (BundlingStrategy strategy = open()) {
      BundlingResult result = compose(strategy, problem);
      assertThat(result.bundles()).isEmpty();
      assertThat(result.rejections().getFirst().reason()).contains("over the budget of 1500");
    }
  }

  @Test
  void aProblemThatIsKeptIsSolvedTheSameWayByAnotherInstance() {
    BundlingProblem problem =
        draft(6, 20).build().withContext(question(PlantedShop.shelf(), 6, 20));
    try (BundlingStrategy one = open();
        BundlingStrategy other = open()) {
      BundlingResult first = compose(one, problem);
      compose(one, draft(8).build().withContext(question(PlantedShop.shelf(), 8)));
      BundleAssert.isSame(first, compose(one, problem), "asked again");
      BundleAssert.isSame(first, compose(other, problem), "asked of another instance");
      ComposedBundle best = first.bundles().getFirst();
      assertThat(best.propensity()).isEqualTo(1);
      assertThat(one.propensity(problem, best.candidates())).isEqualTo(1);
      assertThat(one.propensity(problem, new int[] {0, 1})).isZero();
    }
  }

  @Test
  void withoutTimeItAnswersFromRelevance() {
    ProblemDraft draft = draft(6, 20);
    Arrays.fill(draft.relevance, 0.1f);
    draft.relevance[3] = 1;
    draft.relevance[9] = 0.9f;
    BundlingProblem problem = draft.build().withContext(question(PlantedShop.shelf(), 6, 20));
    try (BundlingStrategy strategy = open()) {
      BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(0));
      assertThat(result.generations()).isZero();
      assertThat(result.bundles().getFirst().candidates()).containsExactly(3, 9);
    }
  }

  /**
   * Faithful: without the event that scoring names for an item, the item is composed less often
   * than without another one.
   */
  @Test
  void withoutTheNamedEventAnItemIsComposedLessOftenThanWithoutAnother() {
    Random random = new Random(5);
    int named = 0;
    int other = 0;
    try (BundlingStrategy strategy = open()) {
      ScoringStrategy scoring = (ScoringStrategy) strategy;
      for (int round = 0; round < 40; round++) {
        int[] cart = new ShopGenerator(round).distinct(4, PlantedShop.ITEMS);
        BundlingProblem whole =
            draft(cart).build().withContext(question(PlantedShop.shelf(), cart));
        int item = whole.item(compose(strategy, whole).bundles().getFirst().candidates()[0]);
        int because = because(scoring, cart, item);
        if (because < 0) {
          continue;
        }
        int[] others = IntStream.of(cart).filter(each -> each != because).toArray();
        named += composed(strategy, whole, without(cart, because), item) ? 1 : 0;
        int left = others[random.nextInt(others.length)];
        other += composed(strategy, whole, without(cart, left), item) ? 1 : 0;
      }
    }
    assertThat(other).as("without another event").isGreaterThan(2 * named);
  }

  private static int because(ScoringStrategy scoring, int[] cart, int item) {
    int[] quantities = new int[cart.length];
    Arrays.fill(quantities, 1);
    ScoredCandidates answer =
        scoring
            .score(
                List.of(
                    new ScoringContext(
                        PlantedShop.shelf(),
                        "cart",
                        cart,
                        quantities,
                        ShopperHistory.EMPTY,
                        PlantedShop.START,
                        new int[] {item},
                        1,
                        new float[EventType.count()],
                        Map.of())))
            .getFirst();
    return answer.because(0);
  }

  private static int[] without(int[] cart, int left) {
    return IntStream.of(cart).filter(each -> each != left).toArray();
  }

  private static boolean composed(
      BundlingStrategy strategy, BundlingProblem problem, int[] cart, int item) {
    BundlingResult result =
        compose(strategy, problem.withContext(question(PlantedShop.shelf(), cart)));
    return first(problem, result).contains(item);
  }
}
