package io.pannier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleEvaluatorTest {
  private static final BundleConstraints WIDE =
      new BundleConstraints(1, 4, 3, Long.MAX_VALUE, -1, 0.5, Integer.MAX_VALUE);

  /** Base rate 0.1, lift weight 0.5, elasticity 2, unit penalty 0.25. */
  private static final ConversionModel MODEL = new ConversionModel(0.1, 0.5, 2, 0.25);

  @Test
  void objectivesOfAPairFollowTheFormulas() {
    BundleEvaluator evaluator = new BundleEvaluator(problem(WIDE));
    double[] objectives = new double[5];
    evaluator.objectives(new int[] {0, 1}, new int[] {2, 1}, 2, 400, objectives);
    // Candidates 0 and 1: relevance 1 and 0.5, prices 1000 and 2000, costs 600 and 1500, lift 0.8,
    // cart lifts 0.2 and 0.4, relief 0.3 and 0.9, different categories.
    double logP =
        Math.log(0.1)
            + Math.log(0.5) / 2
            + 0.5 * (0.8 + 0.3)
            - 0.25 * 2
            - 2 * Math.log(3600.0 / 4000.0);
    double p = Math.exp(logP);
    assertThat(objectives[0]).isCloseTo(p, within(1e-7));
    assertThat(objectives[1]).isCloseTo(p * 3600, within(1e-3));
    assertThat(objectives[2]).isCloseTo(p * (3600 - 2700), within(1e-3));
    assertThat(objectives[3]).isEqualTo(1);
    assertThat(objectives[4]).isCloseTo((0.3 * 2 + 0.9) / 3, within(1e-7));
  }

  @Test
  void conversionIsAProbability() {
    BundlingProblem problem = problem(WIDE, new ConversionModel(1, 0.5, 2, 0));
    double[] objectives = new double[5];
    new BundleEvaluator(problem).objectives(new int[] {0}, new int[] {1}, 1, 500, objectives);
    assertThat(objectives[0]).isEqualTo(1);
  }

  @Test
  void utilityIsOneForTheBestSingleOfEachScaledObjective() {
    BundleEvaluator evaluator = new BundleEvaluator(problem(WIDE));
    double[] scales = new double[5];
    double weights = 0;
    for (Objective objective : Objective.values()) {
      scales[objective.ordinal()] = evaluator.scale(objective);
      weights += 1;
    }
    assertThat(evaluator.utility(scales)).isCloseTo(weights, within(1e-12));
    assertThat(evaluator.scale(Objective.DIVERSITY)).isEqualTo(1);
    double[] single = new double[5];
    evaluator.objectives(new int[] {0}, new int[] {1}, 1, 0, single);
    assertThat(evaluator.scale(Objective.CONVERSION)).isEqualTo(single[0]);
  }

  @Test
  void scalesStayPositiveWhereNothingEarns() {
    BundlingProblem problem = problem(WIDE);
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    for (Objective objective : Objective.values()) {
      assertThat(evaluator.scale(objective)).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "29, 0.29, 100",
    "28, 0.289, 100",
    "57, 0.57, 100",
    "0, 0.5, 1",
    "0, 0, 100000",
    "900000000000, 0.9, 1000000000000"
  })
  void theLargestDiscountLosesNothingToBinaryFractions(long expected, double share, long list) {
    BundleConstraints constraints =
        new BundleConstraints(1, 4, 3, Long.MAX_VALUE, -1, share, Integer.MAX_VALUE);
    assertThat(new BundleEvaluator(problem(constraints)).largestDiscount(list)).isEqualTo(expected);
  }

  @Test
  void aNegativeMarginFloorIsNone() {
    BundleEvaluator evaluator = new BundleEvaluator(problem(WIDE));
    assertThat(evaluator.affordable(100, 10_000, 0)).isTrue();
  }

  @Test
  void eachConstraintIsNamedWithItsReason() {
    BundlingProblem problem = problem(new BundleConstraints(2, 3, 2, 4_500, 0.2, 0.25, 1));
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    assertThat(reason(evaluator, bundle(0, 1))).isEqualTo("SIZE: 1 item outside 2 to 3");
    assertThat(reason(evaluator, bundle(0, 3, 1, 1)))
        .isEqualTo("QUANTITY: 3 units of one item outside 1 to 2");
    assertThat(reason(evaluator, bundle(0, 1, 3, 2))).isEqualTo("STOCK: stock 1 under 2");
    assertThat(reason(evaluator, bundle(0, 1, 2, 1)))
        .isEqualTo("INCOMPATIBLE: two items exclude each other");
    assertThat(reason(evaluator, bundle(0, 1, 3, 1)))
        .isEqualTo("REQUIRED: an item that another requires is missing");
    assertThat(reason(evaluator, bundle(1, 1, 2, 1)))
        .isEqualTo("CATEGORY_CAP: more than 1 items of one category");
    assertThat(reason(evaluator, discounted(1_000, bundle(0, 1, 1, 1))))
        .isEqualTo("DISCOUNT: discount 33 % over 25 %");
    assertThat(reason(evaluator, bundle(0, 1, 1, 2)))
        .isEqualTo("BUDGET: price 5000 over the budget of 4500");
    assertThat(reason(evaluator, discounted(400, bundle(0, 1, 1, 1))))
        .isEqualTo("MARGIN_FLOOR: margin 19 % under the floor of 20 %");
  }

  @Test
  void aMarginAtTheFloorIsAllowed() {
    BundlingProblem problem = problem(new BundleConstraints(1, 3, 2, 4_500, 0.25, 0.5, 2));
    // Candidates 0 and 1 cost 2100: at a price of 2800 the margin is 25 %.
    assertThat(new BundleEvaluator(problem).violation(discounted(200, bundle(0, 1, 1, 1))))
        .isEmpty();
    assertThat(reason(new BundleEvaluator(problem), discounted(201, bundle(0, 1, 1, 1))))
        .isEqualTo("MARGIN_FLOOR: margin 24.97 % under the floor of 25.00 %");
  }

  @Test
  void whatIsNoBundleIsAnInvalidAnswer() {
    BundleEvaluator evaluator = new BundleEvaluator(problem(WIDE));
    for (int[] candidates : new int[][] {{1, 0}, {0, 0}, {-1, 0}, {0, 4}}) {
      ComposedBundle bundle =
          new ComposedBundle(candidates, new int[] {1, 1}, 0, new double[5], 0, 1);
      assertThatThrownBy(() -> evaluator.violation(bundle))
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.STRATEGY_INVALID_ANSWER));
    }
  }

  @Test
  void aProblemOutOfRangeIsRefused() {
    assertThatThrownBy(() -> single(Float.NaN, 100, 1, 0.5f)).hasMessageContaining("relevance");
    assertThatThrownBy(() -> single(1, -1, 1, 0.5f)).hasMessageContaining("price");
    assertThatThrownBy(() -> single(1, Long.MAX_VALUE, 1, 0.5f)).hasMessageContaining("price");
    assertThatThrownBy(() -> single(1, 100, 0, 0.5f)).hasMessageContaining("stock");
    assertThatThrownBy(() -> single(1, 100, 1, 1.5f)).hasMessageContaining("relief");
    assertThat(single(1, 100, 1, 0.5f).size()).isEqualTo(1);
  }

  private static BundlingProblem single(float relevance, long price, int stock, float relief) {
    return new BundlingProblem(
        new int[] {7},
        new float[] {relevance},
        new long[] {price},
        new long[] {0},
        new int[] {stock},
        new int[] {-1},
        new float[] {relief},
        new float[1],
        new float[1],
        new long[1],
        new long[1],
        new double[] {1, 0, 0, 0, 0},
        WIDE,
        MODEL,
        1,
        1);
  }

  private static String reason(BundleEvaluator evaluator, ComposedBundle bundle) {
    Optional<BundlingResult.Rejection> violation = evaluator.violation(bundle);
    assertThat(violation).isPresent();
    return violation.get().constraint() + ": " + violation.get().reason();
  }

  /** Candidate, quantity, candidate, quantity, … */
  private static ComposedBundle bundle(int... pairs) {
    int[] candidates = new int[pairs.length / 2];
    int[] quantities = new int[pairs.length / 2];
    for (int a = 0; a < candidates.length; a++) {
      candidates[a] = pairs[2 * a];
      quantities[a] = pairs[2 * a + 1];
    }
    return new ComposedBundle(candidates, quantities, 0, new double[5], 0, 1);
  }

  private static ComposedBundle discounted(long discount, ComposedBundle bundle) {
    return new ComposedBundle(
        bundle.candidates(), bundle.quantities(), discount, bundle.objectives(), 0, 1);
  }

  private static BundlingProblem problem(BundleConstraints constraints) {
    return problem(constraints, MODEL);
  }

  /** 0 and 2 exclude each other; 1 and 2 share a category; 3 requires 1 and is the last one. */
  private static BundlingProblem problem(BundleConstraints constraints, ConversionModel model) {
    float[] lift = new float[16];
    lift[1] = 0.8f;
    lift[4] = 0.8f;
    return new BundlingProblem(
        new int[] {10, 11, 12, 13},
        new float[] {1, 0.5f, 0.25f, 0},
        new long[] {1000, 2000, 500, 100},
        new long[] {600, 1500, 100, 50},
        new int[] {9, 9, 9, 1},
        new int[] {0, 1, 1, -1},
        new float[] {0.3f, 0.9f, 0, 0},
        lift,
        new float[] {0.2f, 0.4f, 0, 0},
        new long[] {0b100, 0, 0b001, 0},
        new long[] {0, 0, 0, 0b0010},
        new double[] {1, 1, 1, 1, 1},
        constraints,
        model,
        1,
        1);
  }
}
