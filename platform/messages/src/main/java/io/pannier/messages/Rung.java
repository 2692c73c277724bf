package io.pannier.messages;

/** The steps of the degrade ladder, best first. Everything below the first is told as degraded. */
public enum Rung {
  /** The placement's own strategies answered. */
  STRATEGY,
  /** The placement's fallback answered. */
  FALLBACK,
  /** The last answer for the same session was still valid. */
  CACHED,
  /** What sells best in the shop right now, composed greedily. */
  POPULARITY;

  /** The worse of two. */
  public Rung and(Rung other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
