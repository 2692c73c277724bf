package io.pannier.spitestkit;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import java.util.SplittableRandom;

/**
 * Makes random bundling problems: skewed relevance and prices, margins of 20 to 60 %, scarce stock,
 * a lift matrix with a few strong pairs, and constraints from loose to hardly satisfiable.
 */
public final class ProblemGenerator {
  private final SplittableRandom random;

  public ProblemGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A problem with constraints drawn at random too. */
  public BundlingProblem problem(int candidates) {
    return problem(candidates, constraints());
  }

  public BundlingProblem problem(int candidates, BundleConstraints constraints) {
    return draft(candidates).constraints(constraints).build();
  }

  /** Constraints under which some bundles of a drawn problem are feasible and many are not. */
  public BundleConstraints constraints() {
    int minItems = 1 + random.nextInt(2);
    return new BundleConstraints(
        minItems,
        minItems + 1 + random.nextInt(4),
        1 + random.nextInt(4),
        random.nextBoolean() ? Long.MAX_VALUE : 2_000L + random.nextInt(40_000),
        random.nextBoolean() ? -1 : 0.4 * random.nextDouble(),
        random.nextInt(3) == 0 ? 0 : 0.3 * random.nextDouble(),
        random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(2));
  }

  /** Constraints that forbid as little as possible. */
  public static BundleConstraints loose() {
    return new BundleConstraints(1, 6, 4, Long.MAX_VALUE, -1, 0.3, Integer.MAX_VALUE);
  }

  /** A problem that may still be changed. */
  public ProblemDraft draft(int candidates) {
    ProblemDraft draft = new ProblemDraft(candidates, random.nextLong());
    for (int i = 0; i < candidates; i++) {
      draft.items[i] = 1_000 + i;
      draft.relevance[i] = (float) Math.max(1e-4, Math.pow(random.nextDouble(), 2));
      draft.prices[i] = 50 + (long) Math.exp(4 + 5 * random.nextDouble());
      draft.costs[i] = (long) (draft.prices[i] * (0.4 + 0.4 * random.nextDouble()));
      draft.stocks[i] = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(40);
      draft.categories[i] = random.nextInt(8) - 1;
      draft.relief[i] = (float) (random.nextInt(3) == 0 ? random.nextDouble() : 0);
      draft.cartLift[i] = (float) (random.nextDouble() - 0.3);
    }
    if (candidates > 0) {
      draft.relevance[random.nextInt(candidates)] = 1;
    }
    for (int i = 0; i < candidates; i++) {
      for (int j = 0; j < i; j++) {
        if (random.nextInt(8) == 0) {
          draft.lift(i, j, (float) (3 * random.nextDouble() - 0.5));
        }
        if (random.nextInt(40) == 0) {
          draft.incompatible(i, j);
        } else if (random.nextInt(200) == 0) {
          draft.requires(i, j);
        }
      }
    }
    for (Objective objective : Objective.values()) {
      draft.weights[objective.ordinal()] = random.nextDouble();
    }
    draft.model =
        new ConversionModel(
            0.02 + 0.2 * random.nextDouble(),
            random.nextDouble(),
            3 * random.nextDouble(),
            0.3 * random.nextDouble());
    draft.limit = 1 + random.nextInt(5);
    return draft;
  }
}
