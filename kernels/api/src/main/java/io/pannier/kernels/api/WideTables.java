package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * What a model file holds beside a composer: the neighbours of its items.
 *
 * @param counts what was bought together
 * @param likeness what is alike, squared
 * @param scale how much they count
 * @param until seconds since 1970 of the youngest order that was counted
 */
public record WideTables(CoPurchases counts, Neighbours likeness, WideScale scale, long until) {
  private static final String LIKENESS = "likeness.";
  private static final String SCALE = "wide.scale";
  private static final String UNTIL = "wide.until";

  /**
   * @throws PannierException MODEL_FILE_INVALID where the tables are of different vocabularies
   */
  public WideTables {
    if (counts.items() != likeness.rows()) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID,
          "counts of " + counts.items() + " items and likenesses of " + likeness.rows());
    }
  }

  /** Adds the tables to what a file will hold. */
  public void write(NamedTensors to) {
    counts.write(to);
    to.put(LIKENESS + "offsets", likeness.offsets(), likeness.offsets().length)
        .put(LIKENESS + "items", likeness.items(), likeness.items().length)
        .put(LIKENESS + "weights", likeness.weights(), likeness.weights().length)
        .put(
            SCALE,
            new float[] {
              scale.counts(), scale.countsFloor(), scale.likeness(), scale.likenessFloor()
            },
            4)
        .state(UNTIL, Long.toString(until));
  }

  /**
   * Reads what was written.
   *
   * @throws PannierException MODEL_TENSOR_MISSING or MODEL_FILE_INVALID
   */
  public static WideTables read(NamedTensors from) {
    float[] scale = from.floats(SCALE);
    long until;
    try {
      until = Long.parseLong(from.metadata().getOrDefault(UNTIL, "missing"));
    } catch (NumberFormatException e) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID, UNTIL + " is no number: " + e.getMessage(), e);
    }
    if (scale.length != 4) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID, SCALE + " has " + scale.length + " elements");
    }
    return new WideTables(
        CoPurchases.read(from),
        new Neighbours(
            from.integers(LIKENESS + "offsets"),
            from.integers(LIKENESS + "items"),
            from.floats(LIKENESS + "weights")),
        new WideScale(scale[0], scale[1], scale[2], scale[3]),
        until);
  }
}
