package io.pannier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BundleEvaluatorTest {
  private static final BundleConstraints LOOSE =
      new BundleConstraints(1, 4, 3, Long.MAX_VALUE, -1, 0.5, Integer.MAX_VALUE);

  private final float[] relevance = {1, 0.5f, 0.25f, 0.1f};
  private final long[] prices = {1000, 2000, 500, 100};
  private final long[] costs = {600, 1500, 100, 90};
  private final int[] stocks = {5, 1, 9, 9};
  private final int[] categories = {0, 0, 1, -1};
  private final float[] relief = {0, 0.5f, 1, 0};
  private final float[] lift = new float[16];
  private final float[] cartLift = {0.2f, 0, 0, 0};
  private final long[] incompatible = new long[4];
  private final long[] requires = new long[4];
  private BundleConstraints constraints = LOOSE;

  @Test
  void objectivesFollowTheModel() {
    lift[2] = 1.5f;
    lift[8] = 1.5f;
    BundleEvaluator evaluator = new BundleEvaluator(problem());
    double[] out = new double[Objective.count()];
    int[] candidates = {0, 2};
    int[] quantities = {2, 1};
    evaluator.objectives(candidates, quantities, 2, 250, out);
    ConversionModel model = ConversionModel.DEFAULT;
    double expected =
        model.baseRate()
            * Math.sqrt(0.25)
            * Math.exp(model.liftWeight() * (1.5 + 0.2 / 2))
            * Math.pow(1 - 250.0 / 2500, -model.elasticity())
            * Math.exp(-model.unitPenalty() * 2);
    assertThat(out[0]).isCloseTo(expected, within(1e-7));
    assertThat(out[1]).isCloseTo(expected * 2250, within(1e-3));
    assertThat(out[2]).isCloseTo(expected * (2250 - 1300), within(1e-3));
    assertThat(out[3]).isEqualTo(1);
    assertThat(out[4]).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(evaluator.listPrice(candidates, quantities, 2)).isEqualTo(2500);
  }

  @Test
  void aProbabilityIsAtMostOne() {
    Arrays.fill(cartLift, 1000);
    double[] out = new double[Objective.count()];
    new BundleEvaluator(problem()).objectives(new int[] {0}, new int[] {1}, 1, 0, out);
    assertThat(out[0]).isEqualTo(1);
  }

  @Test
  void theBestSingleUnitHasUtilityOfItsWeights() {
    // Candidate 0 alone reaches the scale of conversion and none of the others.
    BundleEvaluator evaluator = new BundleEvaluator(problem());
    double[] out = new double[Objective.count()];
    evaluator.objectives(new int[] {0}, new int[] {1}, 1, 0, out);
    double[] conversionOnly = {out[0], 0, 0, 0, 0};
    assertThat(evaluator.utility(conversionOnly)).isCloseTo(1, within(1e-12));
  }

  @Test
  void everyConstraintIsNoticed() {
    assertThat(broken(new int[] {0}, new int[] {1}, 0)).isNull();
    constraints = new BundleConstraints(2, 2, 3, Long.MAX_VALUE, -1, 0.5, Integer.MAX_VALUE);
    assertThat(broken(new int[] {0}, new int[] {1}, 0)).isEqualTo(Constraint.SIZE);
    constraints = LOOSE;
    assertThat(broken(new int[] {0}, new int[] {4}, 0)).isEqualTo(Constraint.QUANTITY);
    assertThat(broken(new int[] {1}, new int[] {2}, 0)).isEqualTo(Constraint.STOCK);
    assertThat(broken(new int[] {0}, new int[] {1}, 501)).isEqualTo(Constraint.DISCOUNT);
    assertThat(broken(new int[] {0}, new int[] {1}, -1)).isEqualTo(Constraint.DISCOUNT);
    constraints = new BundleConstraints(1, 4, 3, 999, -1, 0.5, Integer.MAX_VALUE);
    assertThat(broken(new int[] {0}, new int[] {1}, 0)).isEqualTo(Constraint.BUDGET);
    assertThat(broken(new int[] {0}, new int[] {1}, 1)).isNull();
    constraints = new BundleConstraints(1, 4, 3, Long.MAX_VALUE, 0.4, 0.5, Integer.MAX_VALUE);
    assertThat(broken(new int[] {0}, new int[] {1}, 0)).isNull();
    assertThat(broken(new int[] {0}, new int[] {1}, 1)).isEqualTo(Constraint.MARGIN_FLOOR);
    constraints = new BundleConstraints(1, 4, 3, Long.MAX_VALUE, -1, 0.5, 1);
    assertThat(broken(new int[] {0, 1}, new int[] {1, 1}, 0)).isEqualTo(Constraint.CATEGORY_CAP);
    assertThat(broken(new int[] {0, 2, 3}, new int[] {1, 1, 1}, 0)).isNull();
    constraints = LOOSE;
    incompatible[0] = 1L << 2;
    incompatible[2] = 1;
    assertThat(broken(new int[] {0, 2}, new int[] {1, 1}, 0)).isEqualTo(Constraint.INCOMPATIBLE);
    requires[3] = 1L << 1;
    assertThat(broken(new int[] {3}, new int[] {1}, 0)).isEqualTo(Constraint.REQUIRED);
    assertThat(broken(new int[] {1, 3}, new int[] {1, 1}, 0)).isNull();
  }

  @Test
  void aReasonSaysTheFigures() {
    constraints = new BundleConstraints(1, 4, 3, Long.MAX_VALUE, 0.5, 0.5, Integer.MAX_VALUE);
    assertThat(
            new BundleEvaluator(problem())
                .violation(bundle(new int[] {0}, new int[] {1}, 0))
                .orElseThrow()
                .reason())
        .isEqualTo("margin 40 % under the floor of 50 %");
  }

  @Test
  void arraysThatDifferInLengthAreRefused() {
    assertThatThrownBy(
            () ->
                new BundlingProblem(
                    new int[3],
                    relevance,
                    prices,
                    costs,
                    stocks,
                    categories,
                    relief,
                    lift,
                    cartLift,
                    incompatible,
                    requires,
                    new double[5],
                    LOOSE,
                    ConversionModel.DEFAULT,
                    1,
                    0))
        .isInstanceOf(PannierException.class);
  }

  private @org.jspecify.annotations.Nullable Constraint broken(
      int[] candidates, int[] quantities, long discount) {
    return new BundleEvaluator(problem())
        .violation(bundle(candidates, quantities, discount))
        .map(BundlingResult.Rejection::constraint)
        .orElse(null);
  }

  private static ComposedBundle bundle(int[] candidates, int[] quantities, long discount) {
    return new ComposedBundle(
        candidates, quantities, discount, new double[Objective.count()], 0, 1);
  }

  private BundlingProblem problem() {
    return new BundlingProblem(
        new int[] {10, 11, 12, 13},
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        new double[] {1, 1, 1, 1, 1},
        constraints,
        ConversionModel.DEFAULT,
        3,
        1);
  }
}
