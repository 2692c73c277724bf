package io.pannier.laboratory.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import org.junit.jupiter.api.Test;

final class AnytimeIntervalTest {
  private static final int EXPERIMENTS = 600;
  private static final int LOOKS = 60;
  private static final int VISITORS_BETWEEN = 60;
  private static final double Z = 1.96;

  @Test
  void whoLooksOftenIsDeceivedByAnOrdinaryIntervalAndNotByThis() {
    int missed = 0;
    int missedOrdinarily = 0;
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      SimulatedVisitors arm = new SimulatedVisitors(experiment, 40);
      SimulatedVisitors other = new SimulatedVisitors(1_000_000L + experiment, 40);
      boolean ever = false;
      boolean everOrdinarily = false;
      for (int look = 0; look < LOOKS; look++) {
        arm.come(VISITORS_BETWEEN);
        other.come(VISITORS_BETWEEN);
        RatioSums one = arm.sums();
        RatioSums two = other.sums();
        AnytimeInterval interval = AnytimeInterval.ofDifference(one, two, 0.95);
        double error = Math.sqrt(one.variance() / one.visitors() + two.variance() / two.visitors());
        ever |= interval.lower() > 0 || interval.upper() < 0;
        everOrdinarily |= Math.abs(one.ratio() - two.ratio()) > Z * error;
      }
      missed += ever ? 1 : 0;
      missedOrdinarily += everOrdinarily ? 1 : 0;
    }
    // 5 % and three standard deviations of 600 such experiments.
    assertThat(missed).isLessThanOrEqualTo((int) (EXPERIMENTS * 0.077));
    assertThat(missedOrdinarily).isGreaterThan((int) (EXPERIMENTS * 0.2));
  }

  @Test
  void aBetterArmIsFound() {
    SimulatedVisitors arm = new SimulatedVisitors(1, 60);
    SimulatedVisitors other = new SimulatedVisitors(2, 40);
    arm.come(20_000);
    other.come(20_000);
    AnytimeInterval interval = AnytimeInterval.ofDifference(arm.sums(), other.sums(), 0.95);
    assertThat(interval.lower()).isPositive();
    assertThat(interval.lower()).isLessThan(20);
    assertThat(interval.upper()).isGreaterThan(20);
  }

  @Test
  void theErrorOfARatioIsThatOfRepeatedExperiments() {
    double sum = 0;
    double squares = 0;
    double told = 0;
    int times = 2_000;
    for (int i = 0; i < times; i++) {
      SimulatedVisitors arm = new SimulatedVisitors(i, 40);
      arm.come(400);
      double ratio = arm.sums().ratio();
      sum += ratio;
      squares += ratio * ratio;
      told += arm.sums().variance() / 400 / times;
    }
    double seen = squares / times - sum / times * (sum / times);
    assertThat(sum / times).isBetween(39.0, 41.0);
    assertThat(told / seen).isBetween(0.88, 1.12);
  }

  @Test
  void fewVisitorsProveNothing() {
    SimulatedVisitors arm = new SimulatedVisitors(1, 60);
    arm.come(29);
    assertThat(AnytimeInterval.of(arm.sums(), 0.95).lower()).isNegative().isInfinite();
    assertThat(AnytimeInterval.of(new RatioSums(0, 0, 0, 0, 0, 0), 0.95).estimate()).isZero();
    assertThatThrownBy(() -> AnytimeInterval.factor(10, 1)).isInstanceOf(PannierException.class);
  }
}
