package io.pannier.laboratory.simulator;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws a product of a given category by popularity. */
final class CategoryDraw {
  private final int[][] products;
  private final @Nullable AliasTable[] tables;

  CategoryDraw(int[] categoryOf, double[] popularity, int categories) {
    int[] sizes = new int[categories];
    for (int category : categoryOf) {
      sizes[category]++;
    }
    products = new int[categories][];
    double[][] weights = new double[categories][];
    for (int c = 0; c < categories; c++) {
      products[c] = new int[sizes[c]];
      weights[c] = new double[sizes[c]];
    }
    int[] filled = new int[categories];
    for (int p = 0; p < categoryOf.length; p++) {
      int c = categoryOf[p];
      products[c][filled[c]] = p;
      weights[c][filled[c]++] = popularity[p];
    }
    tables = new AliasTable[categories];
    for (int c = 0; c < categories; c++) {
      tables[c] = sizes[c] == 0 ? null : new AliasTable(weights[c]);
    }
  }

  /** A product, or -1 where the category is empty. */
  int draw(int category, SplittableRandom random) {
    AliasTable table = tables[category];
    return table == null ? -1 : products[category][table.draw(random)];
  }
}
