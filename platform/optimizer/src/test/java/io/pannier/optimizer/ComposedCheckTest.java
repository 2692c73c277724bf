package io.pannier.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComposedCheckTest {
  private final BundlingProblem problem =
      ProblemStatement.of(
          SampleRequests.scored(
              SampleRequests.placement(
                  new BundleConstraints(1, 2, 9, 5_000, 0.1, 0.2, Integer.MAX_VALUE)),
              List.of(),
              List.of(
                  SampleRequests.product(1, 1000, 400, 3), SampleRequests.product(2, 800, 700, 3))),
          60);

  @Test
  void theFiguresOfAnOfferAreThePlatformsOwn() {
    ComposedBundle boasting =
        new ComposedBundle(new int[] {0}, new int[] {1}, 0, new double[] {1, 9, 9, 9, 9}, 99, 1);
    ComposedBundle checked = ComposedCheck.checked(problem, result(boasting)).bundles().getFirst();
    assertThat(checked.objectives()[0]).isLessThan(0.5);
    assertThat(checked.utility()).isLessThan(99);
  }

  @Test
  void moreThanTheStockIsRefused() {
    refused(new ComposedBundle(new int[] {0}, new int[] {4}, 0, new double[5], 1, 1), "stock");
  }

  @Test
  void aDiscountBelowTheMarginFloorIsRefused() {
    refused(new ComposedBundle(new int[] {1}, new int[] {1}, 100, new double[5], 1, 1), "margin");
  }

  @Test
  void anItemTwiceIsRefused() {
    refused(
        new ComposedBundle(new int[] {1, 1}, new int[] {1, 1}, 0, new double[5], 1, 1),
        "ascending");
  }

  @Test
  void aPropensityThatIsNoProbabilityIsRefused() {
    refused(
        new ComposedBundle(new int[] {0}, new int[] {1}, 0, new double[5], 1, Double.NaN),
        "propensity");
  }

  @Test
  void noItemAtAllIsRefused() {
    refused(new ComposedBundle(new int[0], new int[0], 0, new double[5], 1, 1), "without items");
  }

  @Test
  void reasonsAreOfTheQuestionOrOfTheBundle() {
    ComposedBundle both =
        new ComposedBundle(new int[] {0, 1}, new int[] {1, 1}, 0, new double[5], 1, 1);
    ComposedBundle explained = both.withBecause(new int[] {problem.item(1), -1});
    assertThat(ComposedCheck.checked(problem, result(explained)).bundles().getFirst().because())
        .containsExactly(problem.item(1), -1);
    refused(both.withBecause(new int[] {77, -1}), "item 77");
    refused(both.withBecause(new int[] {-1}), "1 reasons for 2 items");
  }

  private void refused(ComposedBundle bundle, String word) {
    assertThatThrownBy(() -> ComposedCheck.checked(problem, result(bundle)))
        .hasMessageContaining(word)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.STRATEGY_INVALID_ANSWER));
  }

  private static BundlingResult result(ComposedBundle bundle) {
    return new BundlingResult(List.of(bundle), 1, 1, List.of());
  }
}
