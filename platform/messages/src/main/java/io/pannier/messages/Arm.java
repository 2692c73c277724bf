package io.pannier.messages;

import io.pannier.spi.Objective;
import java.util.Map;

/**
 * A share of a placement's visitors who are answered otherwise: a canary, a variant of an
 * experiment, or a hold-out. What an arm leaves empty is as the placement says.
 *
 * @param name {@code [a-z0-9-]{1,64}}; {@value #CONTROL} is the placement itself
 * @param share of the visitors, 0 to 1
 * @param offers false for a hold-out: its visitors see no bundles, so that it is known what offers
 *     are worth
 * @param scoring name of the scoring strategy; empty for the placement's
 * @param bundling name of the bundling strategy; empty for the placement's
 * @param objectiveWeights none for the placement's
 */
public record Arm(
    String name,
    double share,
    boolean offers,
    String scoring,
    String bundling,
    Map<Objective, Double> objectiveWeights) {
  public static final String CONTROL = "control";

  /** Who is asked without a split. */
  public static final Arm EVERYBODY = control(1);

  public Arm {
    objectiveWeights = Map.copyOf(objectiveWeights);
  }

  /** The same arm with another share. */
  public Arm withShare(double other) {
    return new Arm(name, other, offers, scoring, bundling, objectiveWeights);
  }

  /** The placement itself, for what the other arms leave. */
  public static Arm control(double share) {
    return new Arm(CONTROL, share, true, "", "", Map.of());
  }
}
