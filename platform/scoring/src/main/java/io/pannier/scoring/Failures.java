package io.pannier.scoring;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/** Why a strategy did not answer, in the words of the ladder. */
final class Failures {
  private Failures() {}

  static PannierException late() {
    return new PannierException(
        StandardErrorCode.DEADLINE_EXCEEDED, "no time was left to ask the strategy");
  }

  static PannierException missing(String strategy) {
    return new PannierException(
        StandardErrorCode.STRATEGY_UNKNOWN, "no strategy '" + strategy + "' is ready");
  }

  static PannierException overloaded() {
    return new PannierException(
        StandardErrorCode.OVERLOADED, "too many requests wait for the strategy");
  }
}
