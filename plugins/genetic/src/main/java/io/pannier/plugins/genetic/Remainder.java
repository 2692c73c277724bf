package io.pannier.plugins.genetic;

/**
 * What is left of a bundle when a move has taken something out: the sums that the objectives need,
 * and for each candidate what it would add to them. Made once for each scan, so that one neighbour
 * costs no loop over the bundle.
 */
final class Remainder {
  final int[] members = new int[Bundle.MOST_ITEMS];
  final int[] quantities = new int[Bundle.MOST_ITEMS];
  int size;
  int units;
  double list;
  double cost;
  double attraction;
  double pairLift;
  double relief;
  int differing;

  /** Σ of the lifts of a candidate with all members. */
  double[] lift = {};

  int[] inCategory = {};

  /** Candidates that may join: not in it, not excluded by a member, not banned. */
  long[] open = {};

  /** Those of {@link #open} that may join first: where a rule asks for something, that. */
  long[] joiners = {};

  /** True where something that a rule asks for is missing. */
  boolean wanting;

  long[] present = {};

  private final CandidateTable table;

  Remainder(CandidateTable table) {
    this.table = table;
  }

  /**
   * Takes the bundle without the given members.
   *
   * @param removed bit set of the candidates that go
   * @param banned bit set of the candidates that must not join
   */
  void load(Bundle bundle, long[] removed, long[] banned) {
    reserve();
    int words = table.words;
    for (int word = 0; word < words; word++) {
      present[word] = 0;
      open[word] = ~(table.impossible[word] | banned[word]);
    }
    open[words - 1] &= -1L >>> (64 * words - table.n);
    size = 0;
    units = 0;
    list = 0;
    cost = 0;
    attraction = 0;
    pairLift = 0;
    relief = 0;
    differing = 0;
    for (int a = 0; a < bundle.size; a++) {
      if (!CandidateTable.contains(removed, bundle.members[a])) {
        join(bundle.members[a], bundle.quantities[a]);
      }
    }
    gatherJoiners();
    gatherLifts();
  }

  private void gatherJoiners() {
    int asked = table.problem.demands().unmet(members, size);
    wanting = asked >= 0;
    for (int word = 0; word < table.words; word++) {
      joiners[word] = open[word];
    }
    for (int i = 0; wanting && i < table.n; i++) {
      if (CandidateTable.contains(open, i) && !table.brings(i, asked)) {
        joiners[i >> 6] &= ~(1L << i);
      }
    }
  }

  boolean holds(int candidate) {
    return CandidateTable.contains(present, candidate);
  }

  private void join(int i, int quantity) {
    for (int b = 0; b < size; b++) {
      int j = members[b];
      pairLift += table.problem.lift(j, i);
      differing += table.category[i] == table.category[j] ? 0 : 1;
    }
    members[size] = i;
    quantities[size++] = quantity;
    units += quantity;
    list += table.price[i] * quantity;
    cost += table.cost[i] * quantity;
    attraction += table.attraction[i];
    relief += table.relief[i] * quantity;
    present[i >> 6] |= 1L << i;
    open[i >> 6] &= ~(1L << i);
    for (int word = 0; word < table.words; word++) {
      open[word] &= ~table.problem.incompatibleWord(i, word);
    }
  }

  private void gatherLifts() {
    int n = table.n;
    for (int c = 0; c < table.categories; c++) {
      inCategory[c] = 0;
    }
    for (int j = 0; j < n; j++) {
      lift[j] = 0;
    }
    for (int a = 0; a < size; a++) {
      int i = members[a];
      inCategory[table.category[i]]++;
      for (int j = 0; j < n; j++) {
        lift[j] += table.problem.lift(i, j);
      }
    }
  }

  private void reserve() {
    if (lift.length < table.n) {
      lift = new double[table.n];
      inCategory = new int[table.n];
      open = new long[table.words];
      joiners = new long[table.words];
      present = new long[table.words];
    }
  }
}
