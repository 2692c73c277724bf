package io.pannier.kernels.model;

import io.pannier.kernels.api.Sequences;

/**
 * Which beams are decoded in one step, as rows of one batch: those of the first request, then those
 * of the second, and so on. A row is one item longer than the row of the step before that it grew
 * from.
 */
final class BeamRows {
  private int[] parents = {};
  private int[] one = {0};
  private int[] histories = {0};
  private int[] requests = {0};
  private int requestCount;
  private int count;
  private int step;
  private Sequences each = Sequences.of(0);
  private Sequences own = Sequences.of(0);
  private Sequences byRequest = Sequences.of(0);

  /** Begins the rows of a step, counted from 0. */
  void begin(int newStep, int newRequests, int mostRows) {
    step = newStep;
    count = 0;
    requestCount = newRequests;
    if (requests.length < newRequests + 1) {
      requests = new int[newRequests + 1];
    }
    if (parents.length < mostRows) {
      parents = new int[mostRows];
      histories = new int[mostRows + 1];
      one = new int[mostRows + 1];
      for (int r = 0; r <= mostRows; r++) {
        one[r] = r;
      }
    }
  }

  /** Adds a row and returns its number; the parent does not matter in the first step. */
  int add(int parent) {
    parents[count] = parent;
    return count++;
  }

  /** Says that the rows since the request before were this request's. */
  void endRequest(int request) {
    requests[request + 1] = count;
  }

  /** Makes the sequences for the kernels from the rows. */
  void end() {
    for (int r = 0; r <= count; r++) {
      histories[r] = r * (step + 1);
    }
    each = new Sequences(one, count, null, null);
    own = new Sequences(histories, count, null, null);
    byRequest = new Sequences(requests, requestCount, null, null);
  }

  int count() {
    return count;
  }

  int step() {
    return step;
  }

  /** The row of the step before that a row grew from. */
  int parent(int row) {
    return parents[row];
  }

  /** One sequence of one row for each beam. */
  Sequences each() {
    return each;
  }

  /** One sequence of step + 1 tokens for each beam. */
  Sequences histories() {
    return own;
  }

  /** The beams of each request as one sequence. */
  Sequences byRequest() {
    return byRequest;
  }
}
