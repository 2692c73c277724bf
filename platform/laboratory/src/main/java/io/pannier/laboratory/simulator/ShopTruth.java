package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.ProductLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What is true about a shop and what no recommender is told: where each product lies in the space
 * of tastes, how well known it is, and which products belong together. Immutable.
 *
 * <p>The utility of product p for shopper s is θ·⟨taste(s), factors(p)⟩/√D − β(s)·ln(price(p) /
 * usual price of its category), with D factors, a strength θ of taste and the shopper's price
 * sensitivity β.
 */
public final class ShopTruth {
  /** Dimension of the space of tastes. */
  public static final int FACTORS = 8;

  private static final double TASTE_STRENGTH = 1.6;
  private static final double WITHIN_CATEGORY = 0.6;

  private final List<ProductLine> products;
  private final Map<String, Integer> bySku;
  private final float[] factors;
  private final float[] categoryFactors;
  private final double[] logRelativePrice;
  private final Complements complements;
  private final Affinity affinity;
  private final AliasTable known;
  private final CategoryDraw knownByCategory;
  private final int categories;

  /** Which products belong together. */
  @FunctionalInterface
  interface Affinity {
    /** 0 to 1 for two places in the list of products, in either order. */
    double of(int first, int second);
  }

  private ShopTruth(
      long seed,
      List<ProductLine> products,
      double[] popularity,
      List<String> categoryNames,
      int[] categoryOf,
      Complements complements,
      Affinity affinity) {
    this.products = List.copyOf(products);
    this.affinity = affinity;
    this.categories = categoryNames.size();
    this.complements = complements;
    this.known = new AliasTable(popularity);
    this.knownByCategory = new CategoryDraw(categoryOf, popularity, categories);
    this.bySku = new HashMap<>(products.size() * 2);
    this.categoryFactors = new float[categories * FACTORS];
    for (int c = 0; c < categories; c++) {
      // By name, so that a category keeps its place when others come or go.
      SplittableRandom random = Draws.stream(seed, 5, categoryNames.get(c).hashCode());
      for (int i = 0; i < FACTORS; i++) {
        categoryFactors[c * FACTORS + i] = (float) Draws.normal(random);
      }
    }
    this.factors = new float[products.size() * FACTORS];
    this.logRelativePrice = new double[products.size()];
    double[] usual = meanLogPrices(products, categoryOf, categories);
    for (int p = 0; p < products.size(); p++) {
      bySku.put(products.get(p).sku(), p);
      SplittableRandom random = Draws.stream(seed, 6, products.get(p).sku().hashCode());
      for (int i = 0; i < FACTORS; i++) {
        factors[p * FACTORS + i] =
            (float)
                (categoryFactors[categoryOf[p] * FACTORS + i]
                    + WITHIN_CATEGORY * Draws.normal(random));
      }
      logRelativePrice[p] = logPrice(products.get(p)) - usual[categoryOf[p]];
    }
  }

  /** Draws a shop with products, categories and complements of its own. */
  public static ShopTruth simulated(long seed, int productCount) {
    List<Vocabulary.Category> vocabulary = Vocabulary.categories();
    double[] popularity = SimulatedCatalogue.popularity(seed, productCount);
    List<ProductLine> products = SimulatedCatalogue.products(seed, popularity, vocabulary);
    List<String> names = new ArrayList<>();
    int[][] complementCategories = new int[vocabulary.size()][];
    for (int c = 0; c < complementCategories.length; c++) {
      names.add(vocabulary.get(c).path());
      complementCategories[c] = vocabulary.get(c).complements();
    }
    int[] categoryOf = new int[productCount];
    for (int p = 0; p < productCount; p++) {
      categoryOf[p] = names.indexOf(products.get(p).category());
    }
    Complements complements =
        Complements.draw(
            seed, Math.max(2, productCount / 12), categoryOf, popularity, complementCategories);
    return new ShopTruth(
        seed, products, popularity, names, categoryOf, complements, complements::affinity);
  }

  /**
   * Invents tastes over a catalogue that is real, so that simulated shoppers can visit it.
   *
   * @param popularity how well known each SKU is; those that are not named get the smallest weight
   */
  public static ShopTruth over(
      long seed, List<ProductLine> products, Map<String, ? extends Number> popularity) {
    return over(seed, products, popularity, (first, second) -> 0);
  }

  /**
   * As above, with a truth about what belongs together.
   *
   * @param affinity of places in {@code products}
   */
  static ShopTruth over(
      long seed,
      List<ProductLine> products,
      Map<String, ? extends Number> popularity,
      Affinity affinity) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> indices = new HashMap<>();
    int[] categoryOf = new int[products.size()];
    double[] weights = new double[products.size()];
    double least = 1;
    for (Number weight : popularity.values()) {
      least = Math.min(least, Math.max(1e-9, weight.doubleValue()));
    }
    for (int p = 0; p < products.size(); p++) {
      String category = products.get(p).category();
      categoryOf[p] =
          indices.computeIfAbsent(
              category,
              name -> {
                names.add(name);
                return names.size() - 1;
              });
      Number weight = popularity.get(products.get(p).sku());
      weights[p] = weight == null ? least : Math.max(least, weight.doubleValue());
    }
    return new ShopTruth(
        seed, products, weights, names, categoryOf, Complements.none(products.size()), affinity);
  }

  private static double[] meanLogPrices(
      List<ProductLine> products, int[] categoryOf, int categories) {
    double[] sums = new double[categories];
    int[] counts = new int[categories];
    for (int p = 0; p < products.size(); p++) {
      sums[categoryOf[p]] += logPrice(products.get(p));
      counts[categoryOf[p]]++;
    }
    for (int c = 0; c < categories; c++) {
      sums[c] = counts[c] == 0 ? 0 : sums[c] / counts[c];
    }
    return sums;
  }

  private static double logPrice(ProductLine product) {
    return StrictMath.log((double) Math.max(1, product.price()));
  }

  public List<ProductLine> products() {
    return products;
  }

  public Complements complements() {
    return complements;
  }

  /** How strongly two products belong together, 0 to 1. */
  double affinity(int first, int second) {
    return affinity.of(first, second);
  }

  /** The place of a SKU in {@link #products()}. */
  public Optional<Integer> find(String sku) {
    return Optional.ofNullable(bySku.get(sku));
  }

  /** The part of the utility that is taste. */
  double liking(SimulatedShopper shopper, int product) {
    return TASTE_STRENGTH * match(shopper.taste(), factors, product);
  }

  /** What a product is worth to a shopper; 0 is the mean over all shoppers. */
  double utility(SimulatedShopper shopper, int product) {
    return liking(shopper, product) - shopper.priceSensitivity() * logRelativePrice[product];
  }

  /** A product that a shopper comes across: one of a category by taste, or any, by popularity. */
  int comeAcross(int category, SplittableRandom random) {
    int product = category < 0 ? -1 : knownByCategory.draw(category, random);
    return product < 0 ? known.draw(random) : product;
  }

  /** A category for a visit, by the softmax of the shopper's taste for categories. */
  int category(SimulatedShopper shopper, SplittableRandom random) {
    double[] weights = new double[categories];
    double sum = 0;
    for (int c = 0; c < categories; c++) {
      sum += StrictMath.exp(TASTE_STRENGTH * match(shopper.taste(), categoryFactors, c));
      weights[c] = sum;
    }
    double point = random.nextDouble() * sum;
    int chosen = 0;
    while (chosen < categories - 1 && weights[chosen] <= point) {
      chosen++;
    }
    return chosen;
  }

  /** Probability, 0 to 1, that a price does not keep a shopper from a complement. */
  double affordable(SimulatedShopper shopper, int product) {
    return StrictMath.exp(
        -0.5 * shopper.priceSensitivity() * Math.max(0, logRelativePrice[product]));
  }

  private static double match(double[] taste, float[] vectors, int index) {
    double sum = 0;
    for (int i = 0; i < FACTORS; i++) {
      sum += taste[i] * vectors[index * FACTORS + i];
    }
    return sum / StrictMath.sqrt(FACTORS);
  }
}
