package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import io.pannier.spitestkit.BundleAssert;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.ProblemDraft;
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

/** What a composed bundle says of its items, where products 2k and 2k + 1 are bought together. */
class BundleReasonsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    PlantedShop.train(folder.resolve("model"), TransformerContractTest.SMALL);
  }

  private static BundlingStrategy open(int reasons) {
    Map<String, String> settings = new HashMap<>(TransformerContractTest.SMALL);
    settings.put("bundle-reasons", Integer.toString(reasons));
    return (BundlingStrategy)
        new TransformerFactory()
            .create(
                new StrategyConfig(settings),
                Services.granting(
                    new FakeStrategyContext(1, ShopGenerator.END, folder.resolve("model"))));
  }

  /** All products but those of the cart, equally relevant. */
  private static BundlingProblem problem(int size, ShopperHistory history, int... cart) {
    int[] left =
        IntStream.range(0, PlantedShop.ITEMS)
            .filter(item -> IntStream.of(cart).noneMatch(each -> each == item))
            .toArray();
    ProblemDraft draft = new ProblemDraft(left.length, 7);
    System.arraycopy(left, 0, draft.items, 0, left.length);
    draft.constraints(new BundleConstraints(size, size, 1, Long.MAX_VALUE, -1, 0, 9));
    List<Named> named = new ArrayList<>();
    for (int item = 0; item < PlantedShop.ITEMS; item++) {
      Product product = PlantedShop.shelf().product(item);
      if (product != null) {
        named.add(new Named(item, product.sku(), product.category(), product.price()));
      }
    }
    return draft.build().withContext(new BundlingContext(named, cart, history, PlantedShop.START));
  }

  private static ComposedBundle first(BundlingStrategy strategy, BundlingProblem problem) {
    var result = strategy.compose(problem, SearchBudget.ofGenerations(1));
    BundleAssert.isGoodAnswer(problem, result);
    return result.bundles().getFirst();
  }

  private static boolean composed(BundlingStrategy strategy, int[] cart, int left, int item) {
    int[] kept = IntStream.of(cart).filter(each -> each != left).toArray();
    BundlingProblem problem = problem(2, ShopperHistory.EMPTY, kept);
    return IntStream.of(first(strategy, problem).candidates())
        .anyMatch(candidate -> problem.item(candidate) == item);
  }

  /** Faithful: without what is named an item is composed less often than without another. */
  @Test
  void withoutWhatIsNamedAnItemIsComposedLessOften() {
    Random random = new Random(5);
    int named = 0;
    int other = 0;
    int asked = 0;
    try (BundlingStrategy strategy = open(12)) {
      for (int round = 0; round < 40; round++) {
        int[] cart = new ShopGenerator(round).distinct(4, PlantedShop.ITEMS);
        BundlingProblem whole = problem(2, ShopperHistory.EMPTY, cart);
        ComposedBundle bundle = first(strategy, whole);
        for (int place = 0; place < 2; place++) {
          int because = bundle.because(place);
          int item = whole.item(bundle.candidates()[place]);
          if (IntStream.of(cart).anyMatch(each -> each == because)) {
            int[] others = IntStream.of(cart).filter(each -> each != because).toArray();
            int left = others[random.nextInt(others.length)];
            named += composed(strategy, cart, because, item) ? 1 : 0;
            other += composed(strategy, cart, left, item) ? 1 : 0;
            asked++;
          }
        }
      }
    }
    assertThat(asked).as("items carried by the cart, of 80").isGreaterThan(40);
    assertThat(other).as("composed without another; %s without it", named).isGreaterThan(2 * named);
  }

  /** The cart's partner is carried by the cart, and of a pair beside it one carries the other. */
  @Test
  void anItemThatWasChosenBeforeMayCarryTheNext() {
    int byCart = 0;
    int partners = 0;
    int byMate = 0;
    int pairs = 0;
    try (BundlingStrategy strategy = open(12)) {
      for (int cart = 0; cart < PlantedShop.ITEMS; cart += 2) {
        BundlingProblem problem = problem(3, ShopperHistory.EMPTY, cart);
        ComposedBundle bundle = first(strategy, problem);
        int[] items = IntStream.of(bundle.candidates()).map(problem::item).toArray();
        for (int a = 0; a < items.length; a++) {
          if (items[a] == cart + 1) {
            partners++;
            byCart += bundle.because(a) == cart ? 1 : 0;
          }
          for (int b = 0; b < a; b++) {
            if (items[a] / 2 == items[b] / 2) {
              pairs++;
              byMate += bundle.because(a) == items[b] || bundle.because(b) == items[a] ? 1 : 0;
            }
          }
        }
      }
    }
    assertThat(partners).isGreaterThanOrEqualTo(15);
    assertThat(byCart).as("partners carried by the cart, of %s", partners).isEqualTo(partners);
    assertThat(pairs).isGreaterThanOrEqualTo(12);
    assertThat(byMate)
        .as("of pairs one carried by the other, of %s", pairs)
        .isGreaterThan(pairs / 2);
  }

  @Test
  void whatWasLookedAtMayCarryAnItem() {
    int carried = 0;
    try (BundlingStrategy strategy = open(12)) {
      for (int item = 0; item < PlantedShop.ITEMS; item += 4) {
        ShopperHistory looked =
            new ShopperHistory(
                new int[] {item},
                new byte[] {(byte) EventType.PRODUCT_VIEWED.ordinal()},
                new long[] {PlantedShop.START - 1_000},
                new float[EventType.count()],
                0,
                0,
                PlantedShop.START - 1_000);
        BundlingProblem problem = problem(1, looked);
        ComposedBundle bundle = first(strategy, problem);
        carried += bundle.because(0) == item ? 1 : 0;
      }
    }
    assertThat(carried).as("of 10").isGreaterThanOrEqualTo(8);
  }

  @Test
  void reasonsAreTheSameWhenTheBundleIsMadeAgainAndNoneWhereNoneAreWanted() {
    BundlingProblem problem = problem(3, ShopperHistory.EMPTY, 4, 10, 21);
    try (BundlingStrategy one = open(12);
        BundlingStrategy other = open(12);
        BundlingStrategy silent = open(0)) {
      ComposedBundle first = first(one, problem);
      first(other, problem(2, ShopperHistory.EMPTY, 8));
      assertThat(first.because()).hasSize(3).isEqualTo(first(other, problem).because());
      assertThat(first(silent, problem).because()).isEmpty();
      assertThat(first(silent, problem).candidates()).isEqualTo(first.candidates());
    }
  }
}
