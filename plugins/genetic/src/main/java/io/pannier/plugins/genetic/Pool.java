package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;

/**
 * The population: local optima with different items. A newcomer competes with the member most like
 * it when they share at least half of their items, else with the worst: crowding, which keeps
 * several good regions alive for crossover and for the alternatives of an answer.
 */
final class Pool {
  private static final double ALIKE = 0.5;

  private Bundle[] members = {};
  private int size;
  private int capacity;
  private int best;

  void reset(int newCapacity) {
    capacity = newCapacity;
    size = 0;
    best = 0;
    if (members.length < capacity) {
      Bundle[] grown = new Bundle[capacity];
      System.arraycopy(members, 0, grown, 0, members.length);
      for (int a = members.length; a < capacity; a++) {
        grown[a] = new Bundle();
      }
      members = grown;
    }
  }

  int size() {
    return size;
  }

  Bundle get(int index) {
    return members[index];
  }

  /** The member of highest utility; the pool must not be empty. */
  Bundle best() {
    return members[best];
  }

  /**
   * @return true when the pool took the bundle
   */
  boolean offer(Bundle bundle) {
    int nearest = -1;
    double overlap = -1;
    int worst = 0;
    for (int a = 0; a < size; a++) {
      double shared = members[a].overlap(bundle);
      if (shared > overlap) {
        overlap = shared;
        nearest = a;
      }
      if (members[a].utility < members[worst].utility) {
        worst = a;
      }
    }
    int place;
    if (overlap >= 1 || (size == capacity && overlap >= ALIKE)) {
      place = nearest;
    } else if (size == capacity) {
      place = worst;
    } else {
      place = size++;
      members[place].utility = Double.NEGATIVE_INFINITY;
    }
    if (members[place].utility >= bundle.utility) {
      return false;
    }
    members[place].copy(bundle);
    if (bundle.utility > members[best].utility || place == best) {
      best = place;
    }
    return true;
  }

  /** The better of two members drawn at random. */
  Bundle tournament(SeededRandom random) {
    Bundle one = members[random.below(size)];
    Bundle other = members[random.below(size)];
    return one.utility >= other.utility ? one : other;
  }
}
