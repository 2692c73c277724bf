package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Sequences;
import java.util.Arrays;

/** Sequences cut into tiles of queries, as pairs of (sequence, first query). Reused. */
final class QueryTiles {
  static final int PAIR = 2;

  private int[] pairs = {};
  private int[] starts = {};
  private int count;

  /** Two numbers for each tile. */
  int[] pairs() {
    return pairs;
  }

  int count() {
    return count;
  }

  /** Cuts into tiles of so many queries, those of the longest sequences first. */
  void cut(Sequences sequences, int size) {
    int longest = 0;
    count = 0;
    for (int s = 0; s < sequences.count(); s++) {
      int needed = Lane.blocks(sequences.length(s), size);
      longest = Math.max(longest, needed);
      count += needed;
    }
    if (pairs.length < count * PAIR) {
      pairs = new int[count * PAIR * 2];
    }
    if (starts.length < longest + 2) {
      starts = new int[longest * 2 + 2];
    }
    // A counting sort: starts[n] is where the sequences of longest − n tiles begin.
    Arrays.fill(starts, 0, longest + 2, 0);
    for (int s = 0; s < sequences.count(); s++) {
      int needed = Lane.blocks(sequences.length(s), size);
      starts[longest - needed + 1] += needed;
    }
    for (int n = 1; n <= longest; n++) {
      starts[n] += starts[n - 1];
    }
    for (int s = 0; s < sequences.count(); s++) {
      int needed = Lane.blocks(sequences.length(s), size);
      for (int t = 0; t < needed; t++) {
        int at = PAIR * starts[longest - needed]++;
        pairs[at] = s;
        pairs[at + 1] = t * size;
      }
    }
  }
}
