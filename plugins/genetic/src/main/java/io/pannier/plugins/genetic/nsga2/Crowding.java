package io.pannier.plugins.genetic.nsga2;

/**
 * Crowding distances of one front, kept right while points are taken out: the sum over objectives
 * of the distance between the two neighbours, over the range of the front; infinite at the ends.
 *
 * <p>Taking out the most crowded point one at a time, with its neighbours' distances renewed,
 * spreads a front better than cutting once by the first distances (Kukkonen, Deb 2006). Each
 * objective keeps its sorted points as a linked list, so that a removal costs O(objectives) and the
 * search for the most crowded O(points).
 */
final class Crowding {
  private final int dimensions;
  private final int[] points;
  private final int[] sorted;
  private final int[] before;
  private final int[] after;
  private final double[] span;
  private int count;

  Crowding(int capacity, int dimensions) {
    this.dimensions = dimensions;
    this.points = new int[capacity];
    this.sorted = new int[capacity];
    this.before = new int[capacity * dimensions];
    this.after = new int[capacity * dimensions];
    this.span = new double[dimensions];
  }

  /** Starts a front without points. */
  void clear() {
    count = 0;
  }

  void add(int point) {
    points[count++] = point;
  }

  int count() {
    return count;
  }

  int point(int index) {
    return points[index];
  }

  /** Writes the distance of each point of the front at its index in {@code distance}. */
  void measure(double[] values, double[] distance) {
    for (int k = 0; k < dimensions; k++) {
      System.arraycopy(points, 0, sorted, 0, count);
      quickSort(values, k, 0, count - 1);
      double range =
          values[sorted[count - 1] * dimensions + k] - values[sorted[0] * dimensions + k];
      span[k] = range > 0 ? 1 / range : 0;
      for (int a = 0; a < count; a++) {
        before[sorted[a] * dimensions + k] = a == 0 ? -1 : sorted[a - 1];
        after[sorted[a] * dimensions + k] = a == count - 1 ? -1 : sorted[a + 1];
      }
    }
    for (int a = 0; a < count; a++) {
      distance[points[a]] = distanceOf(values, points[a]);
    }
  }

  /** Takes out the most crowded points until {@code kept} are left. */
  void thin(double[] values, double[] distance, int kept) {
    while (count > kept) {
      int most = 0;
      for (int a = 1; a < count; a++) {
        if (distance[points[a]] < distance[points[most]]) {
          most = a;
        }
      }
      int leaver = points[most];
      points[most] = points[--count];
      for (int k = 0; k < dimensions; k++) {
        int left = before[leaver * dimensions + k];
        int right = after[leaver * dimensions + k];
        if (left >= 0) {
          after[left * dimensions + k] = right;
        }
        if (right >= 0) {
          before[right * dimensions + k] = left;
        }
      }
      for (int k = 0; k < dimensions; k++) {
        renew(values, distance, before[leaver * dimensions + k]);
        renew(values, distance, after[leaver * dimensions + k]);
      }
    }
  }

  private void renew(double[] values, double[] distance, int point) {
    if (point >= 0) {
      distance[point] = distanceOf(values, point);
    }
  }

  private double distanceOf(double[] values, int point) {
    double sum = 0;
    for (int k = 0; k < dimensions; k++) {
      int left = before[point * dimensions + k];
      int right = after[point * dimensions + k];
      if (left < 0 || right < 0) {
        return Double.POSITIVE_INFINITY;
      }
      sum += (values[right * dimensions + k] - values[left * dimensions + k]) * span[k];
    }
    return sum;
  }

  private void quickSort(double[] values, int k, int from, int to) {
    int low = from;
    int high = to;
    while (high - low > 12) {
      double pivot = values[sorted[(low + high) >>> 1] * dimensions + k];
      int left = low;
      int right = high;
      while (left <= right) {
        while (values[sorted[left] * dimensions + k] < pivot) {
          left++;
        }
        while (values[sorted[right] * dimensions + k] > pivot) {
          right--;
        }
        if (left <= right) {
          int swap = sorted[left];
          sorted[left++] = sorted[right];
          sorted[right--] = swap;
        }
      }
      if (right - low < high - left) {
        quickSort(values, k, low, right);
        low = left;
      } else {
        quickSort(values, k, left, high);
        high = right;
      }
    }
    for (int a = low + 1; a <= high; a++) {
      int point = sorted[a];
      double value = values[point * dimensions + k];
      int b = a;
      for (; b > low && values[sorted[b - 1] * dimensions + k] > value; b--) {
        sorted[b] = sorted[b - 1];
      }
      sorted[b] = point;
    }
  }
}
