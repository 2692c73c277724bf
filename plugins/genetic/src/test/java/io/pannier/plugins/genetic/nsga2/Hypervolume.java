package io.pannier.plugins.genetic.nsga2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Exact hypervolume of two or three minimised objectives against a reference point. */
final class Hypervolume {
  private Hypervolume() {}

  static double of(List<double[]> points, double reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] point : points) {
      boolean below = true;
      for (double value : point) {
        below &= value < reference;
      }
      if (below) {
        inside.add(point);
      }
    }
    if (inside.isEmpty()) {
      return 0;
    }
    return inside.getFirst().length == 2 ? area(inside, reference) : volume(inside, reference);
  }

  private static double area(List<double[]> points, double reference) {
    points.sort(Comparator.comparingDouble(point -> point[0]));
    double sum = 0;
    double lowest = reference;
    for (double[] point : points) {
      if (point[1] < lowest) {
        sum += (reference - point[0]) * (lowest - point[1]);
        lowest = point[1];
      }
    }
    return sum;
  }

  /** Slices along the third objective. */
  private static double volume(List<double[]> points, double reference) {
    points.sort(Comparator.comparingDouble(point -> point[2]));
    double sum = 0;
    for (int a = 0; a < points.size(); a++) {
      double top = a + 1 < points.size() ? points.get(a + 1)[2] : reference;
      double height = top - points.get(a)[2];
      if (height > 0) {
        List<double[]> slice = new ArrayList<>(points.subList(0, a + 1));
        sum += height * area(slice, reference);
      }
    }
    return sum;
  }
}
