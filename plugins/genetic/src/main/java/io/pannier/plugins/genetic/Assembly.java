package io.pannier.plugins.genetic;

/**
 * Puts candidates together so that everything holds that does not depend on money or on the least
 * number of items: closures, exclusions, category cap, most items, units. Repair by refusal: what
 * does not fit is left out.
 */
final class Assembly {
  final Bundle bundle = new Bundle();

  private final CandidateTable table;
  private long[] present = {};
  private long[] blocked = {};

  Assembly(CandidateTable table) {
    this.table = table;
  }

  /** Empties the bundle; banned candidates will be refused. */
  void start(long[] banned) {
    if (present.length < table.words) {
      present = new long[table.words];
      blocked = new long[table.words];
    }
    bundle.clear();
    for (int word = 0; word < table.words; word++) {
      present[word] = 0;
      blocked[word] = table.impossible[word] | banned[word];
    }
  }

  /** Adds a candidate with its closure, or nothing. */
  void join(int candidate, int quantity) {
    if (CandidateTable.contains(present, candidate)) {
      return;
    }
    int before = bundle.size;
    int row = candidate * table.words;
    for (int word = 0; word < table.words; word++) {
      long missing = table.closure[row + word] & ~present[word];
      if ((missing & blocked[word]) != 0 || (table.conflicts[row + word] & present[word]) != 0) {
        bundle.size = before;
        return;
      }
      for (; missing != 0; missing &= missing - 1) {
        int i = (word << 6) + Long.numberOfTrailingZeros(missing);
        if (bundle.size == table.constraints.maxItems() || categoryFull(i)) {
          bundle.size = before;
          return;
        }
        bundle.add(i, i == candidate ? Math.min(quantity, table.mostUnits[i]) : 1);
      }
    }
    for (int a = before; a < bundle.size; a++) {
      int i = bundle.members[a];
      present[i >> 6] |= 1L << i;
    }
    for (int word = 0; word < table.words; word++) {
      blocked[word] |= table.conflicts[row + word];
    }
  }

  /** Takes an item out, and what requires it; bans are forgotten. */
  void leave(int candidate) {
    int kept = 0;
    for (int a = 0; a < bundle.size; a++) {
      int i = bundle.members[a];
      if (i == candidate || table.requires(i, candidate)) {
        present[i >> 6] &= ~(1L << i);
      } else {
        bundle.members[kept] = i;
        bundle.quantities[kept++] = bundle.quantities[a];
      }
    }
    bundle.size = kept;
    // What the leavers excluded may join again.
    for (int word = 0; word < table.words; word++) {
      blocked[word] = table.impossible[word];
      for (int a = 0; a < kept; a++) {
        blocked[word] |= table.conflicts[bundle.members[a] * table.words + word];
      }
    }
  }

  private boolean categoryFull(int candidate) {
    int cap = table.constraints.maxPerCategory();
    if (cap >= bundle.size + 1) {
      return false;
    }
    int same = 0;
    for (int a = 0; a < bundle.size; a++) {
      same += table.category[bundle.members[a]] == table.category[candidate] ? 1 : 0;
    }
    return same >= cap;
  }
}
