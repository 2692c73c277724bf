package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * First vectors of the items, so that a training begins with what pairs of items tell: the leading
 * eigenvectors of the matrix of shrunk cosines {@code c(i,j) / (√(n(i)·n(j)) + s)}, each times the
 * root of its eigenvalue, where c counts orders with both and n orders with one. Found by subspace
 * iteration from random vectors (Halko, Martinsson and Tropp, SIAM Review 2011, algorithm 4.4). Of
 * a large order some lines are drawn: what is bought together with hundreds of others says little.
 */
final class ItemVectors {
  private static final int LINES = 20;
  private static final double SHRINKAGE = 2;
  private static final int ITERATIONS = 12;

  private final int items;
  private final int width;
  private final Random random;
  private final float[] cosines;
  private final int[] columns;
  private final int[] offsets;

  /**
   * @param learned numbers of the orders to count
   * @param items of the vocabulary
   * @param width of a vector
   */
  ItemVectors(TrainingOrders orders, int[] learned, int items, int width, long seed) {
    this.items = items;
    this.width = width;
    this.random = new Random(seed);
    Map<Long, Integer> pairs = new HashMap<>();
    int[] single = new int[items];
    int[] drawn = new int[LINES];
    for (int order : learned) {
      int count = draw(orders, order, drawn);
      for (int a = 0; a < count; a++) {
        single[drawn[a]]++;
        for (int b = 0; b < a; b++) {
          long low = Math.min(drawn[a], drawn[b]);
          long high = Math.max(drawn[a], drawn[b]);
          pairs.merge(low * items + high, 1, Integer::sum);
        }
      }
    }
    this.offsets = new int[items + 1];
    pairs.keySet().forEach(pair -> countRows(pair));
    for (int i = 0; i < items; i++) {
      offsets[i + 1] += offsets[i];
    }
    this.cosines = new float[offsets[items]];
    this.columns = new int[cosines.length];
    int[] next = Arrays.copyOf(offsets, items);
    pairs.forEach(
        (pair, count) -> {
          int i = (int) (pair / items);
          int j = (int) (pair % items);
          float cosine = (float) (count / (Math.sqrt((double) single[i] * single[j]) + SHRINKAGE));
          put(next, i, j, cosine);
          put(next, j, i, cosine);
        });
  }

  private void countRows(long pair) {
    offsets[(int) (pair / items) + 1]++;
    offsets[(int) (pair % items) + 1]++;
  }

  private void put(int[] next, int row, int column, float cosine) {
    int at = next[row]++;
    columns[at] = column;
    cosines[at] = cosine;
  }

  /** Reservoir sampling (Vitter, 1985) of the known items of an order. */
  private int draw(TrainingOrders orders, int order, int[] drawn) {
    int from = orders.events().sequences().offsets()[order] + orders.starts()[order];
    int to = orders.events().sequences().offsets()[order + 1];
    int seen = 0;
    for (int event = from; event < to; event++) {
      int item = orders.events().items()[event];
      if (item >= 0) {
        int place = seen < LINES ? seen : random.nextInt(seen + 1);
        if (place < LINES) {
          drawn[place] = item;
        }
        seen++;
      }
    }
    return Math.min(seen, LINES);
  }

  /**
   * @param deviation that the elements should have
   * @return (items, width)
   */
  float[] vectors(double deviation) {
    double[][] basis = new double[width][items];
    for (double[] vector : basis) {
      Arrays.setAll(vector, _ -> random.nextGaussian());
    }
    double[] lengths = new double[width];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      for (int k = 0; k < width; k++) {
        basis[k] = multiply(basis[k]);
      }
      orthogonalise(basis, lengths);
    }
    float[] vectors = new float[items * width];
    double squares = 0;
    for (int k = 0; k < width; k++) {
      double root = Math.sqrt(lengths[k]);
      for (int i = 0; i < items; i++) {
        double value = root * basis[k][i];
        vectors[i * width + k] = (float) value;
        squares += value * value;
      }
    }
    float scale = (float) (deviation / Math.sqrt(Math.max(squares / vectors.length, 1e-30)));
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= scale;
    }
    return vectors;
  }

  private double[] multiply(double[] vector) {
    double[] product = new double[items];
    for (int i = 0; i < items; i++) {
      // The diagonal is one: an item goes with itself, and no eigenvalue is far below zero.
      double sum = vector[i];
      for (int at = offsets[i]; at < offsets[i + 1]; at++) {
        sum += cosines[at] * vector[columns[at]];
      }
      product[i] = sum;
    }
    return product;
  }

  /** Modified Gram-Schmidt; the lengths before it estimate the eigenvalues. */
  private static void orthogonalise(double[][] basis, double[] lengths) {
    for (int k = 0; k < basis.length; k++) {
      for (int j = 0; j < k; j++) {
        double dot = dot(basis[k], basis[j]);
        for (int i = 0; i < basis[k].length; i++) {
          basis[k][i] -= dot * basis[j][i];
        }
      }
      lengths[k] = Math.sqrt(dot(basis[k], basis[k]));
      double inverse = lengths[k] > 1e-12 ? 1 / lengths[k] : 0;
      for (int i = 0; i < basis[k].length; i++) {
        basis[k][i] *= inverse;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
