package io.pannier.spi;

import java.util.Arrays;

/**
 * What the rules of a placement ask of the bundles of a problem, as bit sets over its candidates.
 *
 * <p>Every bundle must hold at least one candidate of each group: a hard constraint like any other,
 * which every strategy keeps. The pinned candidates are the platform's own affair: {@link
 * PinnedComposition} asks a strategy for its first bundle with them as one more group. Immutable.
 */
public final class BundleDemands {
  public static final BundleDemands NONE = new BundleDemands(new long[0][], new long[0]);

  private final long[][] groups;
  private final long[] pinned;

  private BundleDemands(long[][] groups, long[] pinned) {
    this.groups = groups;
    this.pinned = pinned;
  }

  /**
   * @param groups of {@code (n + 63) / 64} words each: a bundle holds one candidate of each group
   * @param pinned as many words, or none: the first bundle holds one of these where one can; copied
   */
  public static BundleDemands of(long[][] groups, long[] pinned) {
    long[][] copies = new long[groups.length][];
    for (int g = 0; g < groups.length; g++) {
      copies[g] = groups[g].clone();
    }
    long any = 0;
    for (long word : pinned) {
      any |= word;
    }
    return groups.length == 0 && any == 0
        ? NONE
        : new BundleDemands(copies, any == 0 ? new long[0] : pinned.clone());
  }

  /** True where nothing is asked. */
  public boolean none() {
    return groups.length == 0 && pinned.length == 0;
  }

  /** Number of groups. */
  public int groups() {
    return groups.length;
  }

  /** 64 candidates of a group at once, as {@link BundlingProblem#requiresWord}. */
  public long word(int group, int word) {
    return groups[group][word];
  }

  public boolean contains(int group, int candidate) {
    return (groups[group][candidate >> 6] >>> candidate & 1) != 0;
  }

  /** True where some candidate is pinned. */
  public boolean pins() {
    return pinned.length > 0;
  }

  /** True where the candidate is pinned. */
  public boolean pinned(int candidate) {
    return pinned.length > 0 && (pinned[candidate >> 6] >>> candidate & 1) != 0;
  }

  /**
   * The first group of which a set holds nothing.
   *
   * @param members candidates at the front, in any order
   * @return -1 where it holds something of every group
   */
  public int unmet(int[] members, int size) {
    for (int g = 0; g < groups.length; g++) {
      boolean met = false;
      for (int a = 0; a < size && !met; a++) {
        met = contains(g, members[a]);
      }
      if (!met) {
        return g;
      }
    }
    return -1;
  }

  /** How many groups there are of which a set holds nothing. */
  public int countUnmet(int[] members, int size) {
    int unmet = 0;
    for (int g = 0; g < groups.length; g++) {
      boolean met = false;
      for (int a = 0; a < size && !met; a++) {
        met = contains(g, members[a]);
      }
      unmet += met ? 0 : 1;
    }
    return unmet;
  }

  /** The same without pins. */
  BundleDemands unpinned() {
    return of(groups, new long[0]);
  }

  /** The same with the pinned candidates as one more group. */
  BundleDemands pinnedAsGroup() {
    long[][] more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = pinned;
    return of(more, new long[0]);
  }

  /** The words of the pinned candidates; none without pins. */
  public long[] pinnedWords() {
    return pinned.clone();
  }

  boolean fit(int candidates) {
    int words = (candidates + 63) / 64;
    boolean fit = pinned.length == 0 || pinned.length == words;
    for (long[] group : groups) {
      fit &= group.length == words;
    }
    return fit;
  }
}
