package io.pannier.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import io.pannier.spitestkit.ProblemDraft;
import io.pannier.spitestkit.ProblemGenerator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnsweredBundleTest {
  private static final BundlingProblem PROBLEM = problem();
  private static final AnsweredBundle ANSWERED =
      new AnsweredBundle(sku -> Integer.parseInt(sku), 2);

  @Test
  void theOffersFirstBundleIsValuedInItsProblem() {
    double[] objectives = new double[Objective.count()];
    BundleEvaluator evaluator = new BundleEvaluator(PROBLEM);
    evaluator.objectives(new int[] {1, 4}, new int[] {2, 1}, 2, 105, objectives);
    String offer =
        """
        {"bundles":[
          {"items":[{"sku":"1004","quantity":1},{"sku":"1001","quantity":2}],"discount":1.05},
          {"items":[{"sku":"1000","quantity":1}],"discount":0}]}
        """;
    assertThat(utility(offer)).isCloseTo(evaluator.utility(objectives), within(1e-15));
  }

  @Test
  void anAnswerThatIsNoneOrNotOfThisProblemIsWorthNothing() {
    assertThat(utility("{\"bundles\":[]}")).isZero();
    assertThat(
            utility("{\"bundles\":[{\"items\":[{\"sku\":\"7\",\"quantity\":1}],\"discount\":0}]}"))
        .isZero();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(BundleQuality.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    assertThat(BundleQuality.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(BundleQuality.median(new double[0])).isNaN();
  }

  private static double utility(String offer) {
    return ANSWERED.utility(PROBLEM, offer.getBytes(StandardCharsets.UTF_8));
  }

  private static BundlingProblem problem() {
    ProblemDraft draft = new ProblemGenerator(1).draft(6);
    return draft.constraints(ProblemGenerator.loose()).build();
  }
}
