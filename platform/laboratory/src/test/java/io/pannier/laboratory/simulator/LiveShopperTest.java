package io.pannier.laboratory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.LiveShopper.Odds;
import io.pannier.laboratory.simulator.LiveShopper.Reaction;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That live shoppers act by the truth. */
class LiveShopperTest {
  private static final ShopTruth TRUTH = ShopTruth.simulated(5, 500);

  @Test
  void discountsComplementsAndTopPositionsHelp() {
    int[] pair = TRUTH.complements().members(0);
    String inCart = sku(pair[0]);
    String complement = sku(pair[1]);
    for (int number = 0; number < 50; number++) {
      LiveShopper shopper = new LiveShopper(TRUTH, 5, number);
      Odds plain = shopper.odds(bundle(0, complement, 1_000), List.of());
      assertThat(shopper.odds(bundle(0, complement, 800), List.of()).accept())
          .as("cheaper")
          .isGreaterThan(plain.accept());
      assertThat(shopper.odds(bundle(0, complement, 1_000), List.of(inCart)).accept())
          .as("with its complement in the cart")
          .isGreaterThan(plain.accept());
      assertThat(shopper.odds(bundle(3, complement, 1_000), List.of()).seen())
          .as("further down")
          .isLessThan(plain.seen());
      assertThat(plain.accept()).isBetween(0.0, plain.click());
      assertThat(plain.click() + plain.dismiss()).isLessThanOrEqualTo(plain.seen());
    }
  }

  @Test
  void reactionsComeWithTheStatedOdds() {
    Map<Reaction, Integer> counts = new EnumMap<>(Reaction.class);
    double expectedAccepts = 0;
    double expectedClicks = 0;
    int trials = 20_000;
    for (int number = 0; number < trials; number++) {
      LiveShopper shopper = new LiveShopper(TRUTH, 5, number);
      ShownBundle bundle = bundle(0, sku(number % 500), 900);
      Odds odds = shopper.odds(bundle, List.of());
      expectedAccepts += odds.accept();
      expectedClicks += odds.click() - odds.accept();
      counts.merge(shopper.react(bundle, List.of()), 1, Integer::sum);
    }
    // Five standard deviations of a sum of independent yes-or-no draws, at most.
    double tolerance = 5 * Math.sqrt(trials * 0.25);
    assertThat((double) counts.getOrDefault(Reaction.ACCEPTED, 0))
        .isBetween(expectedAccepts - tolerance, expectedAccepts + tolerance);
    assertThat((double) counts.getOrDefault(Reaction.CLICKED, 0))
        .isBetween(expectedClicks - tolerance, expectedClicks + tolerance);
    assertThat(counts).containsKeys(Reaction.DISMISSED, Reaction.IGNORED);
  }

  @Test
  void ignoredOffersTire() {
    LiveShopper shopper = new LiveShopper(TRUTH, 5, 1);
    ShownBundle dull = new ShownBundle(0, List.of("unknown"), 100, 100);
    double before = shopper.odds(dull, List.of()).seen();
    assertThat(shopper.react(dull, List.of())).isIn(Reaction.IGNORED, Reaction.DISMISSED);
    assertThat(shopper.odds(dull, List.of()).seen()).isLessThan(before);
  }

  @Test
  void tastesCanBeInventedOverARealCatalogue() {
    List<ProductLine> products =
        List.of(
            new ProductLine("a", "A", "X > Y", "", 100, 50, 1, List.of(), Map.of()),
            new ProductLine("b", "B", "X > Z", "", 300, 50, 1, List.of(), Map.of()));
    ShopTruth truth = ShopTruth.over(1, products, Map.of("a", 10));
    int wishes = 0;
    for (int number = 0; number < 200; number++) {
      wishes += new LiveShopper(truth, 1, number).wishes().size();
    }
    assertThat(wishes).isPositive();
  }

  private static String sku(int product) {
    return TRUTH.products().get(product).sku();
  }

  private static ShownBundle bundle(int position, String sku, long price) {
    return new ShownBundle(position, List.of(sku), 1_000, price);
  }
}
