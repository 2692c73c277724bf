package io.pannier.plugins.genetic;

/** A bundle under construction: items, quantities, discount, and the utility that they have. */
final class Bundle {
  /** The platform's bound on the items of a bundle. */
  static final int MOST_ITEMS = 32;

  final int[] members = new int[MOST_ITEMS];
  final int[] quantities = new int[MOST_ITEMS];
  int size;
  int step;
  long discount;

  /** Negative infinity while the bundle breaks a constraint. */
  double utility = Double.NEGATIVE_INFINITY;

  void clear() {
    size = 0;
    step = 0;
    discount = 0;
    utility = Double.NEGATIVE_INFINITY;
  }

  void add(int candidate, int quantity) {
    members[size] = candidate;
    quantities[size++] = quantity;
  }

  void copy(Bundle from) {
    System.arraycopy(from.members, 0, members, 0, from.size);
    System.arraycopy(from.quantities, 0, quantities, 0, from.size);
    size = from.size;
    step = from.step;
    discount = from.discount;
    utility = from.utility;
  }

  boolean feasible() {
    return utility > Double.NEGATIVE_INFINITY;
  }

  boolean contains(int candidate) {
    for (int a = 0; a < size; a++) {
      if (members[a] == candidate) {
        return true;
      }
    }
    return false;
  }

  /** How many items the two have in common. */
  int common(Bundle other) {
    int count = 0;
    for (int a = 0; a < size; a++) {
      if (other.contains(members[a])) {
        count++;
      }
    }
    return count;
  }

  /** Items in common over items in either, 0 to 1. */
  double overlap(Bundle other) {
    int common = common(other);
    return common == 0 ? 0 : (double) common / (size + other.size - common);
  }
}
