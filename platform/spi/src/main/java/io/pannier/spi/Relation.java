package io.pannier.spi;

/**
 * A merchant's statement about two products.
 *
 * @param kind what the statement says
 * @param item ordinal of the other product
 */
public record Relation(Kind kind, int item) {
  /** The kinds of the contract. */
  public enum Kind {
    COMPATIBLE_WITH,
    PART_OF,
    SUBSTITUTES,
    REQUIRES,
    EXCLUDES
  }
}
