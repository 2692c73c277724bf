package io.pannier.laboratory.problem;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The candidates of a file as the arrays of a problem. */
final class CandidateArrays {
  private static final int MOST_CANDIDATES = 2_000;
  private static final int PLENTY = 1_000_000;
  private static final double LARGEST_LIFT = 20;

  private static final Set<String> FIELDS =
      Set.of(
          "sku",
          "title",
          "relevance",
          "price",
          "cost",
          "stock",
          "category",
          "relief",
          "cartLift",
          "requires",
          "excludes");

  private static final Set<String> LIFT_FIELDS = Set.of("skus", "lift");

  private final int n;
  private final int words;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> skus = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final float[] relevance;
  private final long[] prices;
  private final long[] costs;
  private final int[] stocks;
  private final int[] categories;
  private final float[] relief;
  private final float[] lift;
  private final float[] cartLift;
  private final long[] incompatible;
  private final long[] requires;

  CandidateArrays(Place candidates, int decimals) {
    candidates.required();
    n = candidates.elements();
    if (n < 1 || n > MOST_CANDIDATES) {
      throw candidates.invalid("has " + n + " candidates; expected 1 to " + MOST_CANDIDATES);
    }
    words = (n + 63) / 64;
    relevance = new float[n];
    prices = new long[n];
    costs = new long[n];
    stocks = new int[n];
    categories = new int[n];
    relief = new float[n];
    lift = new float[n * n];
    cartLift = new float[n];
    incompatible = new long[n * words];
    requires = new long[n * words];
    Map<String, Integer> categoryNumbers = new HashMap<>();
    for (int i = 0; i < n; i++) {
      readFigures(candidates.element(i).object(FIELDS), i, decimals, categoryNumbers);
    }
    for (int i = 0; i < n; i++) {
      readRelations(candidates.element(i), i);
    }
  }

  List<String> skus() {
    return skus;
  }

  List<String> titles() {
    return titles;
  }

  void readLifts(Place lifts) {
    for (int a = 0; a < lifts.elements(); a++) {
      Place pair = lifts.element(a).object(LIFT_FIELDS);
      Place names = pair.field("skus");
      if (names.elements() != 2) {
        throw names.invalid("expected two SKUs");
      }
      int one = index(names.element(0));
      int other = index(names.element(1));
      if (one == other) {
        throw names.invalid("a candidate has no lift with itself");
      }
      Place value = pair.field("lift");
      value.required();
      float logLift = (float) value.number(0, -LARGEST_LIFT, LARGEST_LIFT);
      lift[one * n + other] = logLift;
      lift[other * n + one] = logLift;
    }
  }

  BundlingProblem problem(
      double[] weights,
      BundleConstraints constraints,
      ConversionModel model,
      int limit,
      long seed) {
    int[] items = new int[n];
    for (int i = 0; i < n; i++) {
      items[i] = i;
    }
    return new BundlingProblem(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        weights,
        constraints,
        model,
        limit,
        seed);
  }

  private void readFigures(Place place, int i, int decimals, Map<String, Integer> numbers) {
    String sku = place.field("sku").text();
    if (indexes.put(sku, i) != null) {
      throw place.field("sku").invalid("'" + sku + "' is there twice");
    }
    skus.add(sku);
    titles.add(place.field("title").present() ? place.field("title").text() : sku);
    place.field("relevance").required();
    place.field("price").required();
    relevance[i] = (float) place.field("relevance").number(0, 1e-6, 1);
    prices[i] = place.field("price").money(0, decimals);
    costs[i] = place.field("cost").money(0, decimals);
    stocks[i] = (int) place.field("stock").integer(PLENTY, 1, Integer.MAX_VALUE);
    relief[i] = (float) place.field("relief").number(0, 0, 1);
    cartLift[i] = (float) place.field("cartLift").number(0, -LARGEST_LIFT, LARGEST_LIFT);
    Place category = place.field("category");
    categories[i] =
        category.present() ? numbers.computeIfAbsent(category.text(), name -> numbers.size()) : -1;
  }

  private void readRelations(Place place, int i) {
    Place required = place.field("requires");
    for (int a = 0; a < required.elements(); a++) {
      int j = index(required.element(a));
      if (j != i) {
        requires[i * words + (j >> 6)] |= 1L << j;
      }
    }
    Place excluded = place.field("excludes");
    for (int a = 0; a < excluded.elements(); a++) {
      int j = index(excluded.element(a));
      if (j == i) {
        throw excluded.element(a).invalid("a candidate cannot exclude itself");
      }
      incompatible[i * words + (j >> 6)] |= 1L << j;
      incompatible[j * words + (i >> 6)] |= 1L << i;
    }
  }

  private int index(Place sku) {
    Integer index = indexes.get(sku.text());
    if (index == null) {
      throw sku.invalid("no candidate has the SKU '" + sku.text() + "'");
    }
    return index;
  }
}
