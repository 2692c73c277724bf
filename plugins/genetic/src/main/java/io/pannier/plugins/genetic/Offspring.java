package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;

/**
 * Makes the starting points of descents: first greedy seeds, then children of the pool by
 * crossover, mutation, and excursion, which forbids some items of a good bundle and thereby leads
 * to a different one.
 */
final class Offspring {
  /** Greedy seeds before the first child. */
  static final int SEEDS = 6;

  /**
   * Shadow prices of money lie around what the best bundle has of utility for its price: the least
   * and the largest share of it.
   */
  private static final double LEAST_SHADOW = 0.5;

  private static final double LARGEST_SHADOW = 1.1;

  private final CandidateTable table;
  private final Pool pool;
  private final SeededRandom random;
  private final Assembly assembly;
  private long[] banned = {};
  private int made;

  Offspring(CandidateTable table, Pool pool, SeededRandom random) {
    this.table = table;
    this.pool = pool;
    this.random = random;
    this.assembly = new Assembly(table);
  }

  void load() {
    made = 0;
    if (banned.length < table.words) {
      banned = new long[table.words];
    }
  }

  /** Starts a descent at a bundle that is known to be allowed. */
  void from(Bundle bundle, Descent descent) {
    clearBans();
    descent.start(bundle, banned, 0);
  }

  /** Starts the descent of an excursion from the best bundle; the pool must not be empty. */
  void alternative(Descent descent) {
    clearBans();
    excursion(pool.best());
    descent.start(assembly.bundle, banned, 0);
  }

  /** Starts the descent of the next child. */
  void next(Descent descent) {
    clearBans();
    if (made < SEEDS || pool.size() < 2) {
      seed(made);
    } else {
      int dice = random.below(8);
      if (dice < 1) {
        cross(pool.tournament(random), pool.tournament(random));
      } else if (dice < 7) {
        mutate(pool.tournament(random));
      } else {
        excursion(pool.tournament(random));
      }
    }
    made++;
    descent.start(assembly.bundle, banned, shadowPrice());
  }

  /** The empty bundle, the best single items by one criterion each, then random ones. */
  private void seed(int number) {
    assembly.start(banned);
    if (number == 0) {
      return;
    }
    if (number < SEEDS) {
      assembly.join(bestBy(number), 1);
      return;
    }
    for (int a = random.below(table.constraints.maxItems()); a >= 0; a--) {
      joinRandom();
    }
  }

  private void joinRandom() {
    int candidate = random.below(table.n);
    int most = table.mostUnits[candidate];
    assembly.join(candidate, most > 1 && random.below(2) == 0 ? 1 + random.below(most) : 1);
  }

  private int bestBy(int criterion) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < table.n; i++) {
      double appeal = Exponential.of(table.attraction[i]);
      double value =
          switch (criterion) {
            case 1 -> appeal;
            case 2 -> appeal * table.price[i];
            case 3 -> appeal * (table.price[i] - table.cost[i]);
            case 4 -> appeal * table.relief[i];
            default -> appeal * random.unit();
          };
      if (value > highest) {
        highest = value;
        best = i;
      }
    }
    return best;
  }

  private void cross(Bundle one, Bundle other) {
    assembly.start(banned);
    for (int a = 0; a < one.size; a++) {
      if (other.contains(one.members[a])) {
        assembly.join(one.members[a], one.quantities[a]);
      }
    }
    takeHalf(one);
    takeHalf(other);
    assembly.bundle.step = one.step;
  }

  private void takeHalf(Bundle parent) {
    long coins = random.next();
    for (int a = 0; a < parent.size; a++, coins >>>= 1) {
      if ((coins & 1) != 0) {
        assembly.join(parent.members[a], parent.quantities[a]);
      }
    }
  }

  /**
   * Replaces one or two items by a random one, which comes first: a descent looks at the free place
   * first and at the first item last, so that the others settle around the newcomer before it is
   * itself in question. Two moves in one, which budgets and requirements ask for.
   */
  private void mutate(Bundle parent) {
    assembly.start(banned);
    joinRandom();
    int leaving = random.below(parent.size);
    int alsoLeaving = random.below(parent.size);
    for (int a = 0; a < parent.size; a++) {
      if (a != leaving && a != alsoLeaving) {
        assembly.join(parent.members[a], parent.quantities[a]);
      }
    }
    assembly.bundle.step = random.below(2) == 0 ? parent.step : random.below(parent.step + 2);
  }

  private void excursion(Bundle from) {
    long coins = random.next();
    int certain = random.below(from.size);
    for (int a = 0; a < from.size; a++, coins >>>= 1) {
      if (a == certain || (coins & 1) != 0) {
        banned[from.members[a] >> 6] |= 1L << from.members[a];
      }
    }
    assembly.start(banned);
    for (int a = 0; a < from.size; a++) {
      if (!CandidateTable.contains(banned, from.members[a])) {
        assembly.join(from.members[a], from.quantities[a]);
      }
    }
    assembly.bundle.step = from.step;
  }

  /** Of every other child, where money is short; 0 for the rest. */
  private double shadowPrice() {
    if (pool.size() == 0 || table.constraints.budget() == Long.MAX_VALUE || random.below(2) == 0) {
      return 0;
    }
    double perUnit = Math.max(0, pool.best().utility) / Math.max(1, table.price(pool.best()));
    return perUnit * (LEAST_SHADOW + (LARGEST_SHADOW - LEAST_SHADOW) * random.unit());
  }

  private void clearBans() {
    for (int word = 0; word < table.words; word++) {
      banned[word] = 0;
    }
  }
}
