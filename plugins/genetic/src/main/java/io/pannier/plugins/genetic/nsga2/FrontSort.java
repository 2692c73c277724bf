package io.pannier.plugins.genetic.nsga2;

/**
 * Non-dominated sorting by efficient insertion (ENS: Zhang, Tian, Cheng, Jin 2015): points are
 * taken in lexicographic order, so that no later point dominates an earlier one, and each joins the
 * first front that holds no point dominating it, found by binary search; within a front the newest
 * members, which are the most alike, are asked first. With two objectives only the newest member of
 * a front need be asked, which makes the sort O(N log N).
 *
 * <p>Equal points share a front.
 */
final class FrontSort {
  private final int dimensions;
  private final int[] order;
  private final int[] buffer;
  private final int[] newest;
  private final int[] older;
  private int fronts;

  FrontSort(int capacity, int dimensions) {
    this.dimensions = dimensions;
    this.order = new int[capacity];
    this.buffer = new int[capacity];
    this.newest = new int[capacity];
    this.older = new int[capacity];
  }

  /**
   * Writes the front of each point, 0 for the best.
   *
   * @param values row-major (count, dimensions), smaller is better
   * @return the number of fronts
   */
  int sort(double[] values, int count, int[] rank) {
    for (int a = 0; a < count; a++) {
      order[a] = a;
    }
    mergeSort(values, count);
    fronts = 0;
    for (int a = 0; a < count; a++) {
      int point = order[a];
      int front = firstFree(values, point);
      if (front == fronts) {
        newest[fronts++] = -1;
      }
      older[point] = newest[front];
      newest[front] = point;
      rank[point] = front;
    }
    return fronts;
  }

  /** The newest member of a front; follow {@link #older} for the others. */
  int newest(int front) {
    return newest[front];
  }

  /** The member of the same front that joined before this one; -1 at the end. */
  int older(int point) {
    return older[point];
  }

  private int firstFree(double[] values, int point) {
    int low = 0;
    int high = fronts;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (dominatedIn(values, middle, point)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean dominatedIn(double[] values, int front, int point) {
    for (int other = newest[front]; other >= 0; other = older[other]) {
      if (dominates(values, other * dimensions, point * dimensions)) {
        return true;
      }
      if (dimensions == 2) {
        return false;
      }
    }
    return false;
  }

  /** The first is known not to be lexicographically larger; equal points do not dominate. */
  private boolean dominates(double[] values, int first, int second) {
    boolean differs = false;
    for (int k = 0; k < dimensions; k++) {
      double one = values[first + k];
      double other = values[second + k];
      if (one > other) {
        return false;
      }
      differs |= one < other;
    }
    return differs;
  }

  private void mergeSort(double[] values, int count) {
    int[] from = order;
    int[] into = buffer;
    boolean elsewhere = false;
    for (int width = 1; width < count; width *= 2) {
      for (int start = 0; start < count; start += 2 * width) {
        int middle = Math.min(start + width, count);
        int end = Math.min(start + 2 * width, count);
        int left = start;
        int right = middle;
        for (int a = start; a < end; a++) {
          boolean takeLeft =
              left < middle && (right >= end || !larger(values, from[left], from[right]));
          into[a] = takeLeft ? from[left++] : from[right++];
        }
      }
      int[] swap = from;
      from = into;
      into = swap;
      elsewhere = !elsewhere;
    }
    if (elsewhere) {
      System.arraycopy(from, 0, order, 0, count);
    }
  }

  private boolean larger(double[] values, int one, int other) {
    for (int k = 0; k < dimensions; k++) {
      double a = values[one * dimensions + k];
      double b = values[other * dimensions + k];
      if (a != b) {
        return a > b;
      }
    }
    return false;
  }
}
