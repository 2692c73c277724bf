package io.pannier.kernels.cuda;

/**
 * The sizes for which one list of launches is recorded. Sizes are rounded up, so that few graphs
 * serve all batches; what is beyond the batch is skipped or computed for nothing.
 *
 * @param task what is asked of the model
 * @param requests sequences of events
 * @param tokens events of all sequences
 * @param tiles of 64 events in the longest sequence
 * @param candidates of all requests
 * @param mostCandidates of one request
 * @param beamWidth W
 * @param minItems of a bundle
 * @param maxItems of a bundle
 * @param k items to recommend
 * @param hidden whether some items are hidden
 */
record ComposerShape(
    Task task,
    int requests,
    int tokens,
    int tiles,
    int candidates,
    int mostCandidates,
    int beamWidth,
    int minItems,
    int maxItems,
    int k,
    boolean hidden) {
  /** Events of a tile of the fused attention. */
  static final int TILE = 64;

  private static final int LEAST_TOKENS = 64;
  private static final int LEAST_CANDIDATES = 64;

  /** What is asked of the model. */
  enum Task {
    ENCODE,
    RECOMMEND,
    COMPOSE
  }

  static ComposerShape encode(int requests, int tokens, int longest) {
    return events(Task.ENCODE, requests, tokens, longest);
  }

  private static ComposerShape events(Task task, int requests, int tokens, int longest) {
    return new ComposerShape(
        task,
        bucket(requests, 1),
        bucket(tokens, LEAST_TOKENS),
        bucket(Math.max(1, Lane.blocks(longest, TILE)), 1),
        0,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  static ComposerShape recommend(int requests, int tokens, int longest, int k, boolean hidden) {
    ComposerShape shape = events(Task.RECOMMEND, requests, tokens, longest);
    return new ComposerShape(
        shape.task, shape.requests, shape.tokens, shape.tiles, 0, 0, 0, 0, 0, k, hidden);
  }

  static ComposerShape compose(
      int requests,
      int tokens,
      int longest,
      int candidates,
      int mostCandidates,
      int beamWidth,
      int minItems,
      int maxItems) {
    ComposerShape shape = events(Task.COMPOSE, requests, tokens, longest);
    return new ComposerShape(
        shape.task,
        shape.requests,
        shape.tokens,
        shape.tiles,
        bucket(candidates, LEAST_CANDIDATES),
        bucket(mostCandidates, LEAST_CANDIDATES),
        beamWidth,
        minItems,
        maxItems,
        0,
        false);
  }

  /** The next of 1, 1.5, 2, 3, 4, 6, 8 … times the least, so at most half is computed in vain. */
  private static int bucket(int size, int least) {
    int power = least;
    while (power < size) {
      if (power % 2 == 0 && power / 2 * 3 >= size) {
        return power / 2 * 3;
      }
      power *= 2;
    }
    return power;
  }

  /** Beams of all requests. */
  int rows() {
    return requests * beamWidth;
  }

  /** Most pairs of (sequence, first query) that tiles of so many queries can need. */
  int queryTiles(int size) {
    return tokens / size + requests;
  }
}
