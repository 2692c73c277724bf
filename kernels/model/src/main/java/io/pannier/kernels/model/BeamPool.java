package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import java.util.Arrays;

/**
 * The beams of one request, most probable first; equal ones in the order of their candidates.
 * Continuations are offered one by one, the best of them become the beams of the next step.
 */
final class BeamPool {
  /** Offered in place of a candidate: the bundle ends. */
  static final int END = -1;

  private final int maxItems;
  private int width;

  private int count;
  private double[] scores = new double[BeamConfig.MAX_WIDTH];
  private int[] lengths = new int[BeamConfig.MAX_WIDTH];
  private boolean[] ended = new boolean[BeamConfig.MAX_WIDTH];
  private int[] chosen;
  private int[] rows = new int[BeamConfig.MAX_WIDTH];

  private int offers;
  private double[] offeredScores = new double[BeamConfig.MAX_WIDTH];
  private final int[] offeredParents = new int[BeamConfig.MAX_WIDTH];
  private final int[] offeredItems = new int[BeamConfig.MAX_WIDTH];

  private int[] nextLengths = new int[BeamConfig.MAX_WIDTH];
  private boolean[] nextEnded = new boolean[BeamConfig.MAX_WIDTH];
  private int[] nextChosen;
  private int[] nextRows = new int[BeamConfig.MAX_WIDTH];

  /**
   * @param maxItems longest bundle of the model
   */
  BeamPool(int maxItems) {
    this.maxItems = maxItems;
    this.chosen = new int[BeamConfig.MAX_WIDTH * maxItems];
    this.nextChosen = new int[BeamConfig.MAX_WIDTH * maxItems];
  }

  /** Begins a search with one empty beam, or with none where nothing can be composed. */
  void begin(int newWidth, boolean possible) {
    width = newWidth;
    count = possible ? 1 : 0;
    offers = 0;
    scores[0] = 0;
    lengths[0] = 0;
    ended[0] = false;
    rows[0] = 0;
  }

  int count() {
    return count;
  }

  boolean ended(int beam) {
    return ended[beam];
  }

  double score(int beam) {
    return scores[beam];
  }

  int length(int beam) {
    return lengths[beam];
  }

  int chosen(int beam, int step) {
    return chosen[beam * maxItems + step];
  }

  /** Copies what a beam chose, in its order. */
  void copyChosen(int beam, int[] to) {
    System.arraycopy(chosen, beam * maxItems, to, 0, lengths[beam]);
  }

  /** The row that the beam had, or that its parent had, when it was last decoded. */
  int row(int beam) {
    return rows[beam];
  }

  void decodedAs(int beam, int row) {
    rows[beam] = row;
  }

  /** An offer below this has no chance; one that equals it may have. */
  double worst() {
    return offers < width ? Double.NEGATIVE_INFINITY : offeredScores[width - 1];
  }

  /**
   * Offers a continuation, or an ended beam as it is.
   *
   * @param item a candidate, or {@link #END}
   * @param score logarithm of the probability of the whole
   */
  void offer(int parent, int item, double score) {
    int at = offers;
    if (offers == width) {
      at--;
      if (!precedes(parent, item, score, at)) {
        return;
      }
    } else {
      offers++;
    }
    while (at > 0 && precedes(parent, item, score, at - 1)) {
      offeredScores[at] = offeredScores[at - 1];
      offeredParents[at] = offeredParents[at - 1];
      offeredItems[at] = offeredItems[at - 1];
      at--;
    }
    offeredScores[at] = score;
    offeredParents[at] = parent;
    offeredItems[at] = item;
  }

  private boolean precedes(int parent, int item, double score, int offer) {
    if (score != offeredScores[offer]) {
      return score > offeredScores[offer];
    }
    return compare(parent, item, offeredParents[offer], offeredItems[offer]) < 0;
  }

  /** Compares two continuations as lists of candidates; a list precedes what it begins. */
  private int compare(int parentA, int itemA, int parentB, int itemB) {
    int lengthA = lengths[parentA] + (itemA == END ? 0 : 1);
    int lengthB = lengths[parentB] + (itemB == END ? 0 : 1);
    for (int i = 0; i < Math.min(lengthA, lengthB); i++) {
      int a = i < lengths[parentA] ? chosen(parentA, i) : itemA;
      int b = i < lengths[parentB] ? chosen(parentB, i) : itemB;
      if (a != b) {
        return Integer.compare(a, b);
      }
    }
    return Integer.compare(lengthA, lengthB);
  }

  /** Makes the best offers the beams. */
  void advance() {
    for (int b = 0; b < offers; b++) {
      int parent = offeredParents[b];
      int item = offeredItems[b];
      int length = lengths[parent];
      System.arraycopy(chosen, parent * maxItems, nextChosen, b * maxItems, length);
      if (item != END) {
        nextChosen[b * maxItems + length++] = item;
      }
      nextLengths[b] = length;
      nextEnded[b] = item == END;
      nextRows[b] = rows[parent];
    }
    count = offers;
    offers = 0;
    double[] oldScores = scores;
    scores = offeredScores;
    offeredScores = oldScores;
    int[] oldLengths = lengths;
    lengths = nextLengths;
    nextLengths = oldLengths;
    boolean[] oldEnded = ended;
    ended = nextEnded;
    nextEnded = oldEnded;
    int[] oldChosen = chosen;
    chosen = nextChosen;
    nextChosen = oldChosen;
    int[] oldRows = rows;
    rows = nextRows;
    nextRows = oldRows;
  }

  /** Hands the beams over in the order of what the receiver sees of them, fp32. */
  void emit(int request, Beams out) {
    int[] order = nextRows;
    Arrays.setAll(order, b -> b);
    for (int i = 1; i < count; i++) {
      int beam = order[i];
      int at = i;
      while (at > 0
          && (float) scores[order[at - 1]] == (float) scores[beam]
          && compare(beam, END, order[at - 1], END) < 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = beam;
    }
    out.clear(request);
    for (int i = 0; i < count; i++) {
      int beam = order[i];
      out.add(request, chosen, beam * maxItems, lengths[beam], (float) scores[beam]);
    }
  }
}
