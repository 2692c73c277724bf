package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.ProductLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes a catalogue that a human would believe: titles of brand, style, thing, colour and size,
 * log-normal prices around each category's level that end as prices do, costs of 40 to 70 % of
 * them, stock that is thick where demand is and sometimes where it is not.
 */
final class SimulatedCatalogue {
  private static final double PRICE_SIGMA = 0.45;
  private static final double SOLD_OUT = 0.02;
  private static final double OVERSTOCKED = 0.08;

  private SimulatedCatalogue() {}

  /** Popularity weights: a Zipf-Mandelbrot law over a random order of the products. */
  static double[] popularity(long seed, int products) {
    SplittableRandom random = Draws.stream(seed, 1, 0);
    int[] rank = new int[products];
    for (int i = 0; i < products; i++) {
      int j = random.nextInt(i + 1);
      rank[i] = rank[j];
      rank[j] = i;
    }
    double[] popularity = new double[products];
    for (int p = 0; p < products; p++) {
      popularity[p] = StrictMath.pow(rank[p] + 8.0, -0.9);
    }
    return popularity;
  }

  static List<ProductLine> products(
      long seed, double[] popularity, List<Vocabulary.Category> categories) {
    Set<String> titles = new HashSet<>();
    double mean = 0;
    for (double weight : popularity) {
      mean += weight / popularity.length;
    }
    List<ProductLine> products = new ArrayList<>(popularity.length);
    for (int p = 0; p < popularity.length; p++) {
      SplittableRandom random = Draws.stream(seed, 2, p);
      Vocabulary.Category category = categories.get(random.nextInt(categories.size()));
      String brand = pick(Vocabulary.BRANDS, random);
      String style = pick(category.styles(), random);
      String noun = pick(category.nouns(), random);
      String colour = pick(Vocabulary.COLOURS, random);
      String title =
          brand
              + " "
              + style
              + " "
              + noun.toLowerCase(Locale.ROOT)
              + (category.path().startsWith("Pantry") ? "" : ", " + colour)
              + ", "
              + pick(category.sizes(), random);
      if (!titles.add(title)) {
        // Large shops number their variants too.
        title = title + ", No. " + (p % 997 + 2);
        titles.add(title);
      }
      long price = charming(Draws.logNormal(random, (double) category.medianPrice(), PRICE_SIGMA));
      long cost = Math.round(price * (0.4 + 0.3 * random.nextDouble()));
      products.add(
          new ProductLine(
              sku(p),
              title,
              category.path(),
              brand,
              price,
              cost,
              stock(random, popularity[p] / mean),
              List.of(style.toLowerCase(Locale.ROOT)),
              Map.of("colour", colour, "cost-source", "simulated")));
    }
    return products;
  }

  /** The SKU of the p-th product. */
  static String sku(int p) {
    return String.format(Locale.ROOT, "P%06d", p);
  }

  private static int stock(SplittableRandom random, double relativeDemand) {
    double kind = random.nextDouble();
    double units = Draws.logNormal(random, 20 + 60 * Math.sqrt(relativeDemand), 0.5);
    if (kind < SOLD_OUT) {
      return 0;
    }
    return (int) Math.min(100_000, Math.round(kind < SOLD_OUT + OVERSTOCKED ? units * 6 : units));
  }

  /** Prices end with 9 or 5 below twenty, with 90 or 50 above. */
  private static long charming(double minor) {
    long step = minor < 2_000 ? 10 : 100;
    long rounded = Math.max(step, Math.round(minor / step) * step);
    long half = Math.floorMod(rounded / step, 3L) == 0 ? step / 2 : step / 10;
    return rounded - half;
  }

  private static String pick(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }
}
