package io.pannier.laboratory.offpolicy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * What the gate decided, with every figure that it decided on; stored with the promotion.
 *
 * @param promoted whether the candidate may be shown
 * @param reason why, as a stable word
 * @param words why, for a reader
 * @param candidate its estimate, with a two-sided interval at the gate's confidence
 * @param incumbent as {@code candidate}, on the same decisions
 * @param difference candidate minus incumbent, in units of the reward
 * @param differenceError its standard error, from the differences decision by decision
 * @param differenceBound one-sided lower bound of the difference
 * @param outcomes decisions whose reward is not the most common one
 * @param config what was asked for
 */
public record Verdict(
    boolean promoted,
    Reason reason,
    String words,
    Estimate candidate,
    Estimate incumbent,
    double difference,
    double differenceError,
    double differenceBound,
    int outcomes,
    GateConfig config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Why a candidate was promoted or refused. */
  public enum Reason {
    /** The lower bound of the difference exceeds the margin. */
    BETTER,
    /** It does not; the candidate may be worse, equal, or better with too few data to tell. */
    NOT_SHOWN_BETTER,
    /** The log holds too few decisions. */
    TOO_FEW_DECISIONS,
    /** Too few decisions earned anything but the most common reward. */
    TOO_FEW_OUTCOMES,
    /** The log is worth too few decisions of the candidate's or the incumbent's own. */
    TOO_LITTLE_OVERLAP,
    /** The candidate, or the incumbent, chooses too often what the log never shows. */
    OUTSIDE_SUPPORT,
    /** The weights average above 1 by more than chance: what was logged is not the propensity. */
    PROPENSITIES_WRONG,
    /** Every decision earned the same, so nothing can be compared. */
    SINGLE_OUTCOME;

    /** As it stands in JSON: lower case with hyphens. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** One JSON object, keys named like the components. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a verdict is numbers and words: " + e.getMessage(), e);
    }
  }
}
