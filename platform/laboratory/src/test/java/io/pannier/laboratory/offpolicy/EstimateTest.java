package io.pannier.laboratory.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimates that can be worked out by hand, and what is refused. */
class EstimateTest {
  /** Weights 2, 0.5, 1; rewards 1, 0, 3. */
  private static final List<LoggedDecision> LOG =
      List.of(
          new LoggedDecision(1, 0.25, 0.5, new ModelledReward(0.5, 0.75)),
          new LoggedDecision(0, 0.5, 0.25, new ModelledReward(1, 0.5)),
          new LoggedDecision(3, 0.5, 0.5, new ModelledReward(2, 1)));

  private static Estimate estimate(Estimator estimator) {
    return Estimate.of(LOG, estimator, EstimateOptions.DEFAULT);
  }

  @Test
  void valuesAreThoseOfTheFormulas() {
    assertThat(estimate(Estimator.IPW).value()).isCloseTo(5.0 / 3, offset(1e-12));
    assertThat(estimate(Estimator.SNIPW).value()).isCloseTo(5 / 3.5, offset(1e-12));
    assertThat(estimate(Estimator.DM).value()).isCloseTo(2.25 / 3, offset(1e-12));
    // 0.75 + 2 × 0.5, 0.5 − 0.5 × 1, 1 + 1 × 1
    assertThat(estimate(Estimator.DR).value()).isCloseTo((1.75 + 0 + 2) / 3, offset(1e-12));
  }

  @Test
  void standardErrorsAreThoseOfTheContributions() {
    // 2, 0, 3 about 5/3: squares 1/9, 25/9, 16/9 over 2, then over 3.
    assertThat(estimate(Estimator.IPW).standardError())
        .isCloseTo(Math.sqrt(42.0 / 9 / 2 / 3), offset(1e-12));
    double v = 5 / 3.5;
    double meanWeight = 3.5 / 3;
    double a = 2 * (1 - v) / meanWeight;
    double b = 0.5 * (0 - v) / meanWeight;
    double c = (3 - v) / meanWeight;
    assertThat(estimate(Estimator.SNIPW).standardError())
        .isCloseTo(Math.sqrt((a * a + b * b + c * c) / 2 / 3), offset(1e-12));
  }

  @Test
  void overlapIsMeasured() {
    Overlap overlap = estimate(Estimator.IPW).overlap();
    assertThat(overlap.effectiveSample()).isCloseTo(3.5 * 3.5 / 5.25, offset(1e-12));
    assertThat(overlap.meanWeight()).isCloseTo(3.5 / 3, offset(1e-12));
    assertThat(overlap.largestWeight()).isEqualTo(2);
    assertThat(overlap.outsideSupport()).isZero();
  }

  @Test
  void aClipLowersTheEstimateByNoMoreThanItSays() {
    Estimate clipped = Estimate.of(LOG, Estimator.IPW, EstimateOptions.DEFAULT.withMaxWeight(1.5));
    assertThat(clipped.value()).isCloseTo((1.5 + 0 + 3) / 3, offset(1e-12));
    assertThat(clipped.overlap().clippedShare()).isCloseTo(1.0 / 3, offset(1e-12));
    assertThat(clipped.overlap().clippedWeight()).isCloseTo(0.5 / 3, offset(1e-12));
    assertThat(estimate(Estimator.IPW).value() - clipped.value())
        .isLessThanOrEqualTo(clipped.overlap().clippedWeight() + 1e-12);
  }

  /** On a log of the policy itself all weights are 1 and IPW is the mean of what was earned. */
  @ParameterizedTest
  @EnumSource(
      value = Estimator.class,
      names = {"IPW", "SNIPW"})
  void aPolicyOnItsOwnLogEarnsTheMean(Estimator estimator) {
    List<LoggedDecision> own =
        LOG.stream().map(d -> new LoggedDecision(d.reward(), 0.3, 0.3)).toList();
    Estimate estimate = Estimate.of(own, estimator, EstimateOptions.DEFAULT);
    assertThat(estimate.value()).isCloseTo(4.0 / 3, offset(1e-12));
    assertThat(estimate.overlap().effectiveSample()).isCloseTo(3, offset(1e-12));
  }

  /** The closed form of the corrected bound, put back into the transformation that it inverts. */
  @Test
  void theCorrectedBoundInvertsTheTransformation() {
    Moments moments = new Moments(400, 0.2, 1.5, 6.5, 0, 30);
    double z = 1.6448536269514722;
    double lower = ConfidenceMethod.SKEWNESS_CORRECTED.lower(moments, 0.95);
    double upper = ConfidenceMethod.SKEWNESS_CORRECTED.upper(moments, 0.95);
    assertThat(Math.sqrt(400) * transformed((0.2 - lower) / 1.5)).isCloseTo(z, offset(1e-9));
    assertThat(Math.sqrt(400) * transformed((0.2 - upper) / 1.5)).isCloseTo(-z, offset(1e-9));
    assertThat(upper - 0.2).as("a long right tail").isGreaterThan(0.2 - lower);
  }

  private static double transformed(double w) {
    double g = 6.5;
    return w + g * w * w / 3 + g * g * w * w * w / 27 + g / (6 * 400);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0.5, propensity is 0.0",
    "1, -0.1, 0.5, propensity is -0.1",
    "1, 1.5, 0.5, propensity is 1.5",
    "1, NaN, 0.5, propensity is NaN",
    "1, 0.5, -0.5, probability is -0.5",
    "1, 0.5, 1.01, probability is 1.01",
    "1, 0.5, NaN, probability is NaN",
    "NaN, 0.5, 0.5, reward is NaN",
    "Infinity, 0.5, 0.5, reward is Infinity"
  })
  void aFigureOutOfRangeIsNamed(double reward, double propensity, double target, String words) {
    assertThatThrownBy(() -> new LoggedDecision(reward, propensity, target))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FIELD_INVALID))
        .hasMessageContaining(words);
  }

  @Test
  void aModelWithoutNumbersIsRefused() {
    assertThatThrownBy(() -> new ModelledReward(Double.NaN, 0.5)).hasMessageContaining("NaN");
  }

  @ParameterizedTest
  @EnumSource(Estimator.class)
  void anEmptyLogIsRefused(Estimator estimator) {
    assertThatThrownBy(() -> Estimate.of(List.of(), estimator, EstimateOptions.DEFAULT))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FIELD_INVALID))
        .hasMessageContaining("0 decisions");
  }

  @Test
  void aModelThatIsMissingIsNamed() {
    List<LoggedDecision> log = List.of(LOG.get(0), new LoggedDecision(1, 0.5, 0.5));
    assertThatThrownBy(() -> Estimate.of(log, Estimator.DR, EstimateOptions.DEFAULT))
        .hasMessageContaining("decision 1 has no modelled reward, which DR needs");
  }

  @Test
  void aLogWithoutAnyActionOfThePolicyHasNoSelfNormalisedEstimate() {
    List<LoggedDecision> log =
        List.of(new LoggedDecision(1, 0.5, 0), new LoggedDecision(0, 0.5, 0));
    assertThatThrownBy(() -> Estimate.of(log, Estimator.SNIPW, EstimateOptions.DEFAULT))
        .hasMessageContaining("none of the logged actions");
    assertThat(Estimate.of(log, Estimator.IPW, EstimateOptions.DEFAULT).overlap().outsideSupport())
        .isEqualTo(1);
  }

  @Test
  void rewardsOfOneOutcomeAreAnsweredAndMarked() {
    List<LoggedDecision> log =
        List.of(new LoggedDecision(0, 0.5, 0.2), new LoggedDecision(0, 0.4, 0.3));
    Estimate estimate = Estimate.of(log, Estimator.IPW, EstimateOptions.DEFAULT);
    assertThat(estimate.singleOutcome()).isTrue();
    assertThat(estimate.value()).isZero();
    assertThat(estimate.lower()).isZero();
    assertThat(estimate.upper()).isZero();
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> EstimateOptions.DEFAULT.withMaxWeight(0))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID));
  }
}
