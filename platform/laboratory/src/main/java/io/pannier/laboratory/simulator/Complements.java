package io.pannier.laboratory.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which products truly belong together: disjoint pairs and triples, each with an affinity, which is
 * the probability that a shopper who takes one of them and can afford another takes that too.
 */
public final class Complements {
  private static final int[] NONE = {};
  private static final double LEAST_AFFINITY = 0.25;
  private static final double MOST_AFFINITY = 0.6;
  private static final double TRIPLES = 0.3;

  private final int[] groupOf;
  private final int[][] members;
  private final double[] affinity;

  private Complements(int[] groupOf, int[][] members, double[] affinity) {
    this.groupOf = groupOf;
    this.members = members;
    this.affinity = affinity;
  }

  /** No two of the products belong together. */
  static Complements none(int products) {
    int[] groupOf = new int[products];
    Arrays.fill(groupOf, -1);
    return new Complements(groupOf, new int[0][], new double[0]);
  }

  /**
   * Draws groups: an anchor by popularity, partners by popularity from categories that go with its.
   *
   * @param count groups wanted; fewer where products run out
   */
  static Complements draw(
      long seed, int count, int[] categoryOf, double[] popularity, int[][] complementCategories) {
    SplittableRandom random = Draws.stream(seed, 3, 0);
    int[] groupOf = new int[categoryOf.length];
    Arrays.fill(groupOf, -1);
    CategoryDraw byCategory = new CategoryDraw(categoryOf, popularity, complementCategories.length);
    AliasTable anchors = new AliasTable(popularity);
    int[][] members = new int[count][];
    double[] affinity = new double[count];
    int groups = 0;
    for (int attempt = 0; attempt < count * 8 && groups < count; attempt++) {
      int anchor = anchors.draw(random);
      int size = random.nextDouble() < TRIPLES ? 3 : 2;
      int[] group = {anchor};
      for (int partner = 1; partner < size && groupOf[anchor] < 0; partner++) {
        int[] categories = complementCategories[categoryOf[anchor]];
        int candidate = byCategory.draw(categories[random.nextInt(categories.length)], random);
        if (candidate >= 0 && groupOf[candidate] < 0 && !contains(group, candidate)) {
          group = Arrays.copyOf(group, group.length + 1);
          group[group.length - 1] = candidate;
        }
      }
      if (group.length > 1) {
        for (int product : group) {
          groupOf[product] = groups;
        }
        members[groups] = group;
        affinity[groups] = LEAST_AFFINITY + (MOST_AFFINITY - LEAST_AFFINITY) * random.nextDouble();
        groups++;
      }
    }
    return new Complements(
        groupOf, Arrays.copyOf(members, groups), Arrays.copyOf(affinity, groups));
  }

  private static boolean contains(int[] group, int product) {
    for (int member : group) {
      if (member == product) {
        return true;
      }
    }
    return false;
  }

  /** Number of groups. */
  public int groups() {
    return members.length;
  }

  /** The products of a group. */
  public int[] members(int group) {
    return members[group].clone();
  }

  public double affinity(int group) {
    return affinity[group];
  }

  /** The other products of the group of a product, for reading only; empty without a group. */
  int[] groupMembers(int product) {
    return groupOf[product] < 0 ? NONE : members[groupOf[product]];
  }

  /** The affinity of two products; 0 if they do not belong together. */
  public double affinity(int first, int second) {
    boolean together = first != second && groupOf[first] >= 0 && groupOf[first] == groupOf[second];
    return together ? affinity[groupOf[first]] : 0;
  }
}
