package io.pannier.plugins.ppo;

import java.util.random.RandomGenerator;

/** Random matrices whose shorter side is orthogonal. */
final class Orthogonal {
  private Orthogonal() {}

  /**
   * A matrix uniform over those with orthogonal vectors of length {@code gain}, by Gram and Schmidt
   * on Gaussian vectors; the vectors are the rows or the columns, whichever are fewer.
   *
   * @return row-major (rows, columns)
   */
  static double[] matrix(int rows, int columns, double gain, RandomGenerator random) {
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] vectors = new double[count][length];
    for (int v = 0; v < count; v++) {
      double norm;
      do {
        for (int i = 0; i < length; i++) {
          vectors[v][i] = random.nextGaussian();
        }
        for (int u = 0; u < v; u++) {
          double projection = dot(vectors[u], vectors[v]);
          for (int i = 0; i < length; i++) {
            vectors[v][i] -= projection * vectors[u][i];
          }
        }
        norm = Math.sqrt(dot(vectors[v], vectors[v]));
        // A vector that lay in the span of the earlier ones has no direction left.
      } while (norm < 1e-6);
      for (int i = 0; i < length; i++) {
        vectors[v][i] /= norm;
      }
    }
    double[] matrix = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix[r * columns + c] = gain * (rows <= columns ? vectors[r][c] : vectors[c][r]);
      }
    }
    return matrix;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
