package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the policy learns where the best policy is known: values are exact, not played. */
class SmallShopTest {
  private static final PpoConfig CONFIG =
      new PpoConfig(8, 64, 4, 4, 3e-3, 1, 0.95, 0.2, true, 0.005, 0.5, 0.5, 0.03);

  private static final SmallShop SHOP = new SmallShop();

  private static int highest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double[] only(int index, int length) {
    double[] odds = new double[length];
    odds[index] = 1;
    return odds;
  }

  /** What can be earned at the most. */
  static double optimum() {
    return SHOP.value((view, sets, values, now) -> only(highest(values), values.length));
  }

  /** Knows the truth, and takes what earns most at once. */
  static double greedy() {
    return SHOP.value((view, sets, values, now) -> only(highest(now), now.length));
  }

  static double value(BundlePolicy policy) {
    return SHOP.value(
        (view, sets, values, now) -> {
          double[] odds = new double[sets.size()];
          for (int s = 0; s < odds.length; s++) {
            odds[s] = policy.probability(view, sets.get(s));
          }
          return odds;
        });
  }

  private static double uniform() {
    return SHOP.value(
        (view, sets, values, now) -> {
          double[] odds = new double[sets.size()];
          Arrays.fill(odds, 1.0 / odds.length);
          return odds;
        });
  }

  static BundlePolicy learned(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BundlePolicy policy = BundlePolicy.start(random);
    PpoTraining<ProblemView> training =
        new PpoTraining<>(
            policy,
            new Mlp(ProblemView.SUMMARY, 32, 1, 0.1, random),
            view -> view.summary,
            CONFIG,
            SHOP::environment,
            40_960,
            random);
    while (training.unfinished()) {
      training.update();
    }
    return policy;
  }

  @Test
  void learnsToKeepWhatOthersWillWant() {
    double optimum = optimum();
    double greedy = greedy() / optimum;
    double before = value(BundlePolicy.start(new SplittableRandom(1))) / optimum;
    System.out.printf(
        Locale.ROOT,
        "small shop: optimum %.1f; of it uniform %.4f, greedy with the truth %.4f, start %.4f%n",
        optimum,
        uniform() / optimum,
        greedy,
        before);
    for (long seed : List.of(1L, 2L)) {
      double after = value(learned(seed)) / optimum;
      System.out.printf(Locale.ROOT, "small shop: seed %d learned %.4f%n", seed, after);
      assertThat(after).isGreaterThan(0.95).isGreaterThan(greedy);
    }
    assertThat(greedy).as("looking ahead must matter").isLessThan(0.95);
    assertThat(before).isLessThan(0.95);
  }
}
