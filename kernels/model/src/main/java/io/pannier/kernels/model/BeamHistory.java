package io.pannier.kernels.model;

import io.pannier.kernels.api.Rows;

/**
 * The keys and values of what each beam chose so far, in one layer. When beams are replaced, a
 * history is copied from its parent's: at most eight items long, it is smaller than a table of
 * parents to follow.
 */
final class BeamHistory {
  private final int width;
  private Scratch current;
  private Scratch next;

  /**
   * @param width of a key
   */
  BeamHistory(int width) {
    this.width = width;
    this.current = new Scratch(2 * width);
    this.next = new Scratch(2 * width);
  }

  /**
   * Gives each beam the history of its parent and the key and value of this step.
   *
   * @param projected (beams, 3·width): query, key, value
   * @return (beams · (step + 1), 2·width): key, value; valid until the next call
   */
  Rows append(BeamRows beams, Rows projected) {
    int step = beams.step();
    int token = 2 * width;
    Rows from = current.room(0);
    Rows to = next.room(beams.count() * (step + 1));
    for (int b = 0; b < beams.count(); b++) {
      int at = b * (step + 1) * token;
      int past = step * token;
      if (past > 0) {
        System.arraycopy(from.data(), beams.parent(b) * past, to.data(), at, past);
      }
      int key = projected.offset() + b * projected.stride() + width;
      System.arraycopy(projected.data(), key, to.data(), at + past, token);
    }
    Scratch old = current;
    current = next;
    next = old;
    return to;
  }
}
