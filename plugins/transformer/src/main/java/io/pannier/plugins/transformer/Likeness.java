package io.pannier.plugins.transformer;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.WordBags;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rows of a model that are like a product which the model has never seen: by the words of
 * title and brand, as the training compared its products, or by category.
 */
final class Likeness {
  private static final int MOST = 100;
  private static final int MOST_OF_CATEGORY = 10;
  private static final float LEAST_COSINE = 0.1f;

  private final ItemDescriptions descriptions;
  private final Categories categories;
  private final Map<String, Integer> words = new HashMap<>();
  private final int[][] holders;
  private final int[][] ofCategory;
  private final double[] weights;
  private final double[] lengths;
  private final double[] dots;

  /** A row and how alike it is, 0 to 1. */
  record Like(int row, float cosine) {}

  Likeness(ItemDescriptions descriptions, Categories categories, CoPurchases counts) {
    this.descriptions = descriptions;
    this.categories = categories;
    WordBags bags = descriptions.words();
    int rows = bags.items();
    for (int word = 0; word < bags.names().size(); word++) {
      words.put(bags.names().get(word), word);
    }
    this.holders = invert(bags);
    this.ofCategory = byCategory(counts);
    this.weights = new double[bags.count()];
    Arrays.setAll(weights, word -> Math.log((double) rows / Math.max(1, holders[word].length)));
    this.lengths = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int at = bags.offsets()[row]; at < bags.offsets()[row + 1]; at++) {
        lengths[row] += weights[bags.words()[at]] * weights[bags.words()[at]];
      }
      lengths[row] = Math.sqrt(lengths[row]);
    }
    this.dots = new double[rows];
  }

  private static int[][] invert(WordBags bags) {
    List<List<Integer>> found = new ArrayList<>();
    for (int word = 0; word < bags.count(); word++) {
      found.add(new ArrayList<>());
    }
    for (int row = 0; row < bags.items(); row++) {
      for (int at = bags.offsets()[row]; at < bags.offsets()[row + 1]; at++) {
        found.get(bags.words()[at]).add(row);
      }
    }
    return found.stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** The rows of each category that are bought most. */
  private int[][] byCategory(CoPurchases counts) {
    List<List<Integer>> found = new ArrayList<>();
    descriptions.categories().forEach(_ -> found.add(new ArrayList<>()));
    for (int row = 0; row < descriptions.categoryOf().length; row++) {
      if (descriptions.categoryOf()[row] >= 0) {
        found.get(descriptions.categoryOf()[row]).add(row);
      }
    }
    return found.stream()
        .map(
            list ->
                list.stream()
                    .sorted(Comparator.comparingInt((Integer row) -> -counts.support(row)))
                    .limit(MOST_OF_CATEGORY)
                    .mapToInt(Integer::intValue)
                    .toArray())
        .toArray(int[][]::new);
  }

  /** The numbers of the words of a product that the model knows, ascending. */
  int[] words(Product product) {
    return Titles.words(product).stream()
        .map(words::get)
        .filter(word -> word != null)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /**
   * The rows that are most like a product, the most alike first.
   *
   * @param known numbers of its words
   */
  List<Like> of(Product product, int[] known) {
    List<Integer> touched = new ArrayList<>();
    double length = 0;
    for (int word : known) {
      double square = weights[word] * weights[word];
      length += square;
      for (int row : holders[word]) {
        if (dots[row] == 0) {
          touched.add(row);
        }
        dots[row] += square;
      }
    }
    List<Like> likes = new ArrayList<>();
    for (int row : touched) {
      float cosine = (float) (dots[row] / (Math.sqrt(length) * lengths[row]));
      dots[row] = 0;
      if (cosine >= LEAST_COSINE) {
        likes.add(new Like(row, cosine));
      }
    }
    likes.sort(Comparator.comparingDouble(Like::cosine).reversed().thenComparingInt(Like::row));
    return likes.subList(0, Math.min(MOST, likes.size()));
  }

  /** The rows of a product's category that are bought most, as alike as is worth a look. */
  List<Like> ofCategory(Product product) {
    int category = categories.of(product.category());
    return category < 0
        ? List.of()
        : Arrays.stream(ofCategory[category]).mapToObj(row -> new Like(row, LEAST_COSINE)).toList();
  }
}
