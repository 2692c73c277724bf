package io.pannier.spi;

/**
 * The answer to one {@link ScoringContext}: items with scores, best first.
 *
 * <p>Scores are finite, ≥ 0, and compare within one answer only; ties stand in ascending order of
 * item. Items are available, not repeated and not in the cart.
 */
public final class ScoredCandidates {
  private static final ScoredCandidates EMPTY =
      new ScoredCandidates(new int[0], new float[0], new int[0]);

  private final int[] items;
  private final float[] scores;
  private final int[] because;

  /**
   * @param items item ordinals, best first; not copied
   * @param scores same length; not copied
   * @param because same length: for each candidate the item of the cart or history that carried it
   *     most, or -1; not copied
   */
  public ScoredCandidates(int[] items, float[] scores, int[] because) {
    if (items.length != scores.length || items.length != because.length) {
      throw new IllegalArgumentException(
          "items, scores and because differ in length: "
              + items.length
              + ", "
              + scores.length
              + ", "
              + because.length);
    }
    this.items = items;
    this.scores = scores;
    this.because = because;
  }

  public static ScoredCandidates empty() {
    return EMPTY;
  }

  public int size() {
    return items.length;
  }

  public int item(int rank) {
    return items[rank];
  }

  public float score(int rank) {
    return scores[rank];
  }

  public int because(int rank) {
    return because[rank];
  }
}
