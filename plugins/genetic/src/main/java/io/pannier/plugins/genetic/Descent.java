package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;

/**
 * Takes one bundle to a local optimum, one scan at a time: each step takes one item out (with what
 * requires it), or none, and puts the best candidate in its place, or none. A bundle with fewer
 * items than the least number is first completed. It ends when every place has been tried without
 * gain.
 *
 * <p>A descent may begin with a shadow price of money (Lagrangian relaxation of the budget: Fisher,
 * Management Science 1981): what little utility an item has for its price then makes way for
 * others, where by utility alone the dearest would fill the budget and no single exchange could
 * mend it. At the optimum of that it goes on without.
 */
final class Descent {
  /** A gain below this share of the utility is rounding. */
  private static final double LEAST_GAIN = 1e-10;

  final Bundle current = new Bundle();

  private final CandidateTable table;
  private final Scan scan;
  private final Settlement settlement;
  private final Remainder rest;
  private final Scanned scanned = new Scanned();
  private final Bundle neighbour = new Bundle();
  private long[] removed = {};
  private long[] banned = {};
  private long bans;
  private double shadowPrice;
  private int place;
  private int tried;
  private boolean running;
  private boolean several;

  Descent(CandidateTable table, Pricing pricing) {
    this.table = table;
    this.scan = new Scan(table, pricing);
    this.settlement = new Settlement(table, pricing);
    this.rest = new Remainder(table);
  }

  /** Takes in what the table now holds. */
  void load() {
    scan.load();
    if (removed.length < table.words) {
      removed = new long[table.words];
      banned = new long[table.words];
    }
    scanned.clear();
    running = false;
    several = table.constraints.maxQuantity() > 1;
  }

  Scan scan() {
    return scan;
  }

  long evaluations() {
    return scan.evaluations;
  }

  boolean running() {
    return running;
  }

  Settlement settlement() {
    return settlement;
  }

  /**
   * Begins at a bundle that is allowed but for its least number of items and its price.
   *
   * @param shadowPrice of money at first, utility per minor unit; 0 for none
   */
  void start(Bundle bundle, long[] bannedCandidates, double shadowPrice) {
    current.copy(bundle);
    System.arraycopy(bannedCandidates, 0, banned, 0, table.words);
    bans = Scanned.hash(banned, table.words);
    this.shadowPrice = shadowPrice;
    if (current.size >= table.constraints.minItems()) {
      settlement.settle(current, current.step);
    } else {
      current.utility = Double.NEGATIVE_INFINITY;
    }
    place = current.size;
    tried = 0;
    running = true;
  }

  /** One scan, unless it ends without one. */
  void step() {
    boolean looked = false;
    while (running && !looked) {
      looked = move();
    }
  }

  /**
   * Tries one place.
   *
   * @return whether that took a scan
   */
  private boolean move() {
    if (current.size < table.constraints.minItems() || wanting()) {
      grow();
      return true;
    }
    int leaver = takeOut();
    boolean open = scanned.add(remainder());
    boolean gained =
        (open && exchange(leaver)) || (several && leaver != Scan.NOTHING && changeUnits());
    place = place == 0 ? current.size : Math.min(place, current.size) - 1;
    tried = gained ? 0 : tried + 1;
    running = tried <= current.size;
    if (!running && shadowPrice > 0) {
      shadowPrice = 0;
      place = current.size;
      tried = 0;
      running = true;
    }
    return open;
  }

  /** Names what stays, and how it would be completed. */
  private long remainder() {
    long key = bans + SeededRandom.mix(Double.doubleToLongBits(shadowPrice) + current.step);
    for (int a = 0; a < current.size; a++) {
      int i = current.members[a];
      if (!CandidateTable.contains(removed, i)) {
        key += SeededRandom.mix((long) (i + 1) << 32 | current.quantities[a]);
      }
    }
    return SeededRandom.mix(key);
  }

  private boolean exchange(int leaver) {
    rest.load(current, removed, banned);
    scan.run(rest, current.step, false, shadowPrice);
    return scan.bestValue > threshold()
        && !(scan.bestCandidate == leaver
            && leaver >= 0
            && scan.bestQuantity == quantityOf(leaver)
            && current.feasible())
        && accept();
  }

  /** True where what a rule asks for is missing. */
  private boolean wanting() {
    return table.problem.demands().unmet(current.members, current.size) >= 0;
  }

  private void grow() {
    for (int word = 0; word < table.words; word++) {
      removed[word] = 0;
    }
    rest.load(current, removed, banned);
    scan.run(rest, current.step, true, shadowPrice);
    if (scan.bestCandidate == Scan.NOTHING) {
      running = false;
      return;
    }
    assemble();
    current.copy(neighbour);
    if (current.size >= table.constraints.minItems()) {
      settlement.settle(current, current.step);
    }
    place = current.size;
  }

  /** Marks the item of the current place and its dependents; -1 where the place is a free one. */
  private int takeOut() {
    for (int word = 0; word < table.words; word++) {
      removed[word] = 0;
    }
    if (place >= current.size) {
      return Scan.NOTHING;
    }
    int leaver = current.members[place];
    removed[leaver >> 6] |= 1L << leaver;
    if (table.anyDependent) {
      for (int a = 0; a < current.size; a++) {
        int i = current.members[a];
        if (table.requires(i, leaver)) {
          removed[i >> 6] |= 1L << i;
        }
      }
    }
    return leaver;
  }

  private boolean accept() {
    assemble();
    if (!settlement.settle(neighbour, neighbour.step) || worth(neighbour) <= threshold()) {
      return false;
    }
    current.copy(neighbour);
    return true;
  }

  /**
   * One unit of the current place more or less. The scan solves quantities too, but not those of
   * required items, nor against a budget that binds.
   */
  private boolean changeUnits() {
    int most = table.mostUnits[current.members[place]];
    for (int change = -1; change <= 1; change += 2) {
      int quantity = current.quantities[place] + change;
      if (quantity < 1 || quantity > most) {
        continue;
      }
      neighbour.copy(current);
      neighbour.quantities[place] = quantity;
      scan.evaluations++;
      if (settlement.settle(neighbour, current.step) && worth(neighbour) > threshold()) {
        current.copy(neighbour);
        return true;
      }
    }
    return false;
  }

  private double threshold() {
    return current.feasible()
        ? worth(current) + LEAST_GAIN * Math.abs(current.utility)
        : Double.NEGATIVE_INFINITY;
  }

  private double worth(Bundle bundle) {
    return shadowPrice == 0 ? bundle.utility : bundle.utility - shadowPrice * table.price(bundle);
  }

  private void assemble() {
    neighbour.clear();
    for (int a = 0; a < rest.size; a++) {
      neighbour.add(rest.members[a], rest.quantities[a]);
    }
    neighbour.step = scan.bestStep;
    int joiner = scan.bestCandidate;
    if (joiner == Scan.NOTHING) {
      return;
    }
    neighbour.add(joiner, scan.bestQuantity);
    for (int i = 0; table.anyDependent && i < table.n; i++) {
      if (i != joiner && table.requires(joiner, i) && !rest.holds(i)) {
        neighbour.add(i, 1);
      }
    }
  }

  private int quantityOf(int candidate) {
    for (int a = 0; a < current.size; a++) {
      if (current.members[a] == candidate) {
        return current.quantities[a];
      }
    }
    return 0;
  }
}
