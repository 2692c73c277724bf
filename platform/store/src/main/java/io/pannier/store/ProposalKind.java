package io.pannier.store;

import java.util.Locale;

/** What a proposal changes once it is approved. */
public enum ProposalKind {
  /** The whole of a placement, upon the revision that its author saw. */
  PLACEMENT,
  /** Some fields of a placement, at a time to come. */
  SCHEDULE,
  /** A strategy that was switched off answers again. */
  STRATEGY_ON,
  /** A model of an earlier revision, or a new one that is held, comes into service. */
  MODEL_REVERT,
  /** The model goes out of service. */
  MODEL_RETIRE,
  /** Changes no longer take a second person. */
  APPROVAL_OFF;

  /** As it is stored and written. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ProposalKind of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
