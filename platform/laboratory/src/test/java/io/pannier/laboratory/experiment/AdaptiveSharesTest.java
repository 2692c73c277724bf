package io.pannier.laboratory.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdaptiveSharesTest {
  private static final int VISITORS = 1_000;

  @Test
  void theBetterArmComesToHaveTheVisitors() {
    double regret = 0;
    double evenly = 0;
    int found = 0;
    int times = 40;
    for (int run = 0; run < times; run++) {
      double[] worths = {40, 36, 52};
      double[] shares = {0.34, 0.33, 0.33};
      List<RatioSums[]> periods = new ArrayList<>();
      for (int period = 0; period < 30; period++) {
        RatioSums[] sums = new RatioSums[worths.length];
        for (int arm = 0; arm < worths.length; arm++) {
          sums[arm] = visitors(run * 1_000L + period * 10L + arm, worths[arm], shares[arm]);
          regret += shares[arm] * (52 - worths[arm]);
          evenly += (52 - worths[arm]) / worths.length;
        }
        periods.add(sums);
        shares = AdaptiveShares.of(periods, period).shares(1, 0.05);
        assertThat(shares[0] + shares[1] + shares[2]).isEqualTo(1, within(1e-9));
      }
      found += shares[2] > 0.5 ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(times * 9 / 10);
    assertThat(regret / evenly).isLessThan(0.6);
  }

  @Test
  void ofEqualArmsEachIsAsOftenTheBestOne() {
    double sum = 0;
    double squares = 0;
    int covered = 0;
    int times = 400;
    for (int run = 0; run < times; run++) {
      RatioSums[] period = {visitors(run, 40, 0.5), visitors(1_000_000L + run, 40, 0.5)};
      AdaptiveShares weighed = AdaptiveShares.of(List.<RatioSums[]>of(period), run);
      sum += weighed.best(1);
      squares += weighed.best(1) * weighed.best(1);
      covered += Math.abs(weighed.effect(1)) < 1.96 * weighed.error(1) ? 1 : 0;
    }
    // A probability that means what it says is uniform where there is no difference.
    assertThat(sum / times).isEqualTo(0.5, within(0.05));
    assertThat(squares / times - 0.25).isEqualTo(1.0 / 12, within(0.03));
    assertThat((double) covered / times).isBetween(0.92, 0.99);
  }

  @Test
  void aBadWeekForEverybodyIsNoFaultOfTheArmThatGrewInIt() {
    double pooled = 0;
    double stratified = 0;
    int times = 40;
    for (int run = 0; run < times; run++) {
      RatioSums[] good = {visitors(run, 80, 0.9), visitors(500 + run, 80, 0.1)};
      RatioSums[] bad = {visitors(1_000 + run, 20, 0.1), visitors(1_500 + run, 20, 0.9)};
      pooled +=
          (good[1].amount() + bad[1].amount()) / (good[1].sessions() + bad[1].sessions())
              - (good[0].amount() + bad[0].amount()) / (good[0].sessions() + bad[0].sessions());
      stratified += AdaptiveShares.of(List.of(good, bad), run).effect(1);
    }
    assertThat(pooled / times).isLessThan(-30);
    assertThat(stratified / times).isEqualTo(0, within(3.0));
  }

  @Test
  void whereNothingIsKnownSharesAreNearlyEven() {
    RatioSums nobody = new RatioSums(0, 0, 0, 0, 0, 0);
    double[] shares =
        AdaptiveShares.of(List.<RatioSums[]>of(new RatioSums[] {nobody, nobody}), 1)
            .shares(0.9, 0.05);
    assertThat(shares[0] + shares[1]).isEqualTo(0.9, within(1e-9));
    assertThat(shares[1]).isEqualTo(0.45, within(0.02));
  }

  @Test
  void armsThatDoNotBelongTogetherAreRefused() {
    RatioSums nobody = new RatioSums(0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> AdaptiveShares.of(List.of(), 1)).isInstanceOf(PannierException.class);
    assertThatThrownBy(
            () ->
                AdaptiveShares.of(
                    List.of(
                        new RatioSums[] {nobody, nobody}, new RatioSums[] {nobody, nobody, nobody}),
                    1))
        .isInstanceOf(PannierException.class);
  }

  private static RatioSums visitors(long seed, double worth, double share) {
    SimulatedVisitors visitors = new SimulatedVisitors(seed, worth);
    visitors.come((int) (VISITORS * share));
    return visitors.sums();
  }
}
