package io.pannier.kernels.bench;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Comparisons that fail loudly: a benchmark of results that disagree means nothing. */
final class Agreement {
  private Agreement() {}

  /** Every element differs by at most the tolerance. */
  static void within(String what, float[] ours, MemorySegment peer, int count, double tolerance) {
    for (int i = 0; i < count; i++) {
      within(what, i, ours[i], peer.getAtIndex(ValueLayout.JAVA_FLOAT, i), tolerance);
    }
  }

  /** Two elements differ by at most the tolerance; NaN never agrees. */
  static void within(String what, long at, double ours, double peer, double tolerance) {
    if (!(Math.abs(ours - peer) <= tolerance)) {
      throw disagreement(what + " at " + at + ": ours " + ours + ", the peer's " + peer);
    }
  }

  static void that(boolean agrees, String what) {
    if (!agrees) {
      throw disagreement(what);
    }
  }

  private static PannierException disagreement(String what) {
    return new PannierException(
        StandardErrorCode.INTERNAL_ERROR, "results disagree, so nothing was measured: " + what);
  }
}
