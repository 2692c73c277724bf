package io.pannier.laboratory.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.laboratory.metrics.RankMetric.Kind;
import org.junit.jupiter.api.Test;

/** Against values worked out by hand. */
class RankMetricTest {
  private static double of(Kind kind, int k, double... ranks) {
    return new RankMetric(kind, k).of(ranks);
  }

  @Test
  void oneWantedItemAtTheThirdPlace() {
    assertThat(of(Kind.HR, 2, 3)).isZero();
    assertThat(of(Kind.HR, 3, 3)).isEqualTo(1);
    assertThat(of(Kind.RECALL, 3, 3)).isEqualTo(1);
    assertThat(of(Kind.MRR, 20, 3)).isEqualTo(1.0 / 3);
    assertThat(of(Kind.MRR, 2, 3)).isZero();
    // 1 / log2(4)
    assertThat(of(Kind.NDCG, 10, 3)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void threeWantedItemsOfWhichTwoAreFound() {
    double[] ranks = {2, 5, 40};
    assertThat(of(Kind.RECALL, 10, ranks)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(of(Kind.PHR, 10, ranks)).isEqualTo(1);
    assertThat(of(Kind.MRR, 10, ranks)).isEqualTo(0.5);
    // (1/log2 3 + 1/log2 6) / (1 + 1/log2 3 + 1/log2 4) = 1.0177826 / 2.1309298
    assertThat(of(Kind.NDCG, 10, ranks)).isCloseTo(0.4776238, within(1e-6));
    // At k = 2 the ideal has two places: 0.6309298 / 1.6309298
    assertThat(of(Kind.NDCG, 2, ranks)).isCloseTo(0.3868528, within(1e-6));
  }

  @Test
  void aMidRankBetweenTwoPlacesIsNotRounded() {
    assertThat(of(Kind.HR, 10, 10.5)).isZero();
    assertThat(of(Kind.HR, 11, 10.5)).isEqualTo(1);
    assertThat(of(Kind.MRR, 20, 2.5)).isEqualTo(0.4);
  }

  @Test
  void allWantedItemsInOneTieDoNotExceedOne() {
    assertThat(of(Kind.NDCG, 5, 1.5, 1.5)).isLessThanOrEqualTo(1);
    assertThat(of(Kind.NDCG, 5, 1, 2)).isEqualTo(1);
  }

  @Test
  void namesAreLowerCase() {
    assertThat(new RankMetric(Kind.NDCG, 10).name()).isEqualTo("ndcg@10");
    assertThat(new RankMetric(Kind.PHR, 20).name()).isEqualTo("phr@20");
    assertThatThrownBy(() -> new RankMetric(Kind.HR, 0)).hasMessageContaining("k 0");
  }

  @Test
  void meanAndStandardErrorByHand() {
    Estimate estimate = Estimate.of(new double[] {0, 0, 1, 1, 1});
    assertThat(estimate.mean()).isCloseTo(0.6, within(1e-12));
    // Squares sum to 1.2; sqrt(1.2 / 4 / 5)
    assertThat(estimate.standardError()).isCloseTo(0.244949, within(1e-6));
    assertThat(Estimate.of(new double[] {1})).isEqualTo(new Estimate(1, 0));
    assertThatThrownBy(() -> Estimate.of(new double[0])).hasMessage("no values");
  }
}
