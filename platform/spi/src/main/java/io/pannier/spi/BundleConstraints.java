package io.pannier.spi;

/**
 * What every bundle of a placement must satisfy.
 *
 * @param minItems fewest distinct items, ≥ 1
 * @param maxItems most distinct items, ≥ minItems, ≤ 32
 * @param maxQuantity most units of one item, 1 to 10,000
 * @param budget highest bundle price, minor units; {@link Long#MAX_VALUE} for none
 * @param marginFloor lowest (price − cost) / price, 0 to 1; negative for none
 * @param maxDiscount largest discount as a share of the list price, 0 to 0.9
 * @param maxPerCategory most distinct items of one category; {@link Integer#MAX_VALUE} for none
 */
public record BundleConstraints(
    int minItems,
    int maxItems,
    int maxQuantity,
    long budget,
    double marginFloor,
    double maxDiscount,
    int maxPerCategory) {
  public BundleConstraints {
    if (minItems < 1 || maxItems < minItems || maxItems > 32) {
      throw invalid("items from " + minItems + " to " + maxItems + "; expected 1 ≤ min ≤ max ≤ 32");
    }
    if (maxQuantity < 1 || maxQuantity > 10_000 || budget < 0 || maxPerCategory < 1) {
      throw invalid("max-quantity must be 1 to 10000, max-per-category ≥ 1 and budget ≥ 0");
    }
    if (!(marginFloor <= 1) || !(maxDiscount >= 0 && maxDiscount <= 0.9)) {
      throw invalid("margin-floor must be ≤ 1 and max-discount from 0 to 0.9");
    }
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.PROBLEM_INVALID, "constraints: " + what);
  }
}
