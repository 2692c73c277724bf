package io.pannier.kernels.api;

import java.util.Arrays;

/**
 * The bundles that a beam search found for each request, the most probable first; equal ones in the
 * order of their items. Reused between calls. Fewer than W where no more can be composed.
 */
public final class Beams {
  private final int width;
  private final int maxItems;
  private final int[] found;
  private final int[] lengths;
  private final int[] chosen;
  private final float[] logProbabilities;

  /**
   * @param requests most requests of a call
   * @param width W
   * @param maxItems longest bundle
   */
  public Beams(int requests, int width, int maxItems) {
    this.width = width;
    this.maxItems = maxItems;
    this.found = new int[requests];
    this.lengths = new int[requests * width];
    this.chosen = new int[requests * width * maxItems];
    this.logProbabilities = new float[requests * width];
  }

  public int capacity() {
    return found.length;
  }

  public int width() {
    return width;
  }

  public int maxItems() {
    return maxItems;
  }

  /** Bundles of a request. */
  public int found(int request) {
    return found[request];
  }

  /** Items of the bundle at that rank. */
  public int length(int request, int rank) {
    return lengths[request * width + rank];
  }

  /** The candidate, counted within its request, that was chosen at a step. */
  public int chosen(int request, int rank, int step) {
    return chosen[(request * width + rank) * maxItems + step];
  }

  /** Natural logarithm of the bundle's probability, its end included. */
  public float logProbability(int request, int rank) {
    return logProbabilities[request * width + rank];
  }

  /** Forgets a request's bundles. */
  public void clear(int request) {
    found[request] = 0;
  }

  /**
   * Adds the next best bundle of a request.
   *
   * @param from where its candidates begin in {@code candidates}
   */
  public void add(int request, int[] candidates, int from, int length, float logProbability) {
    int rank = found[request]++;
    int at = request * width + rank;
    lengths[at] = length;
    logProbabilities[at] = logProbability;
    int start = at * maxItems;
    System.arraycopy(candidates, from, chosen, start, length);
    Arrays.fill(chosen, start + length, start + maxItems, TopK.NO_ITEM);
  }
}
