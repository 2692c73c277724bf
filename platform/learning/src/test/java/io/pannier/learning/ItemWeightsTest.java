package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemWeightsTest {
  /** Item 0 is bought 1,000 times, item 1 ten times, item 2 never. */
  private static CoPurchases counts() {
    List<int[]> orders = new ArrayList<>();
    for (int order = 0; order < 1_000; order++) {
      orders.add(order < 10 ? new int[] {0, 1} : new int[] {0});
    }
    return CoPurchases.count(orders, 3);
  }

  @Test
  void allCountAlikeByDefault() {
    ItemWeights weights = new ItemWeights(ClassWeights.NONE, counts());
    assertThat(weights.none()).isTrue();
    assertThat(weights.of(new int[] {0, 1, 2, 0})).containsOnly(0.25f);
  }

  @Test
  void rareItemsCountMoreByOneOverTheirFrequency() {
    ItemWeights weights = new ItemWeights(ClassWeights.INVERSE_FREQUENCY, counts());
    float[] shares = weights.of(new int[] {0, 1, 2});
    assertThat(shares[1] / shares[0]).isCloseTo(100, within(0.01f));
    assertThat(shares[2] / shares[1]).as("an item without a count").isCloseTo(10, within(1e-3f));
    assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-6f));
  }

  /** (1 − .999^1000) / (1 − .999^10) = .63230 / .0099551. */
  @Test
  void rareItemsCountMoreByTheirEffectiveNumber() {
    ItemWeights weights = new ItemWeights(ClassWeights.EFFECTIVE_NUMBER, counts());
    float[] shares = weights.of(new int[] {0, 1});
    assertThat(shares[1] / shares[0]).isCloseTo(63.516f, within(0.01f));
  }
}
