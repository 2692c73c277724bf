package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Short trainings that chance does not pass: a random policy earns about 22 on CartPole. */
class LearningTest {
  @Test
  void cartPoleIsBalancedAfterAFewSteps() {
    PpoTraining<double[]> training =
        LearningCurve.training(CartPole::new, 2, PpoConfig.CLASSIC_CONTROL, 60_000, 1);
    training.update();
    double before = training.episodes().stream().mapToDouble(d -> d).average().orElseThrow();
    assertThat(before).isBetween(10.0, 40.0);
    while (training.unfinished()) {
      training.update();
    }
    assertThat(training.stepsDone()).isLessThanOrEqualTo(60_000);
    assertThat(training.recent(100)).as("mean of the last 100 episodes").isGreaterThan(195);
  }

  @Test
  void equalSeedsLearnEqually() {
    List<Double> once = episodes(7);
    assertThat(once).hasSizeGreaterThan(50).isEqualTo(episodes(7)).isNotEqualTo(episodes(8));
  }

  private static List<Double> episodes(long seed) {
    PpoTraining<double[]> training =
        LearningCurve.training(CartPole::new, 2, PpoConfig.CLASSIC_CONTROL, 4_096, seed);
    while (training.unfinished()) {
      training.update();
    }
    return training.episodes();
  }

  /** Three of eight in order: a random choice earns 0 in the mean, the best one about 1. */
  @Test
  void bundlesAreLearnedFromWhatTheyEarn() {
    SplittableRandom random = new SplittableRandom(3);
    PlackettLucePolicy policy =
        new PlackettLucePolicy(new Mlp(BundleGame.FEATURES, 64, 1, 0.01, random), BundleGame.PICKS);
    Mlp critic = new Mlp(BundleGame.CANDIDATES * BundleGame.FEATURES, 64, 1, 1, random);
    PpoTraining<double[]> training =
        new PpoTraining<>(
            policy,
            critic,
            o -> o,
            new PpoConfig(1, 512, 4, 4, 2.5e-3, 0.99, 0.95, 0.2, true, 0.001, 0.5, 0.5, 0.05),
            BundleGame::new,
            20_480,
            random);
    double before = shareOfBest(policy);
    while (training.unfinished()) {
      training.update();
    }
    double after = shareOfBest(policy);
    assertThat(before).isBetween(-0.15, 0.15);
    assertThat(after).isGreaterThan(0.85);
  }

  /** What the policy earns on games that it has not played, over what the best choice earns. */
  private static double shareOfBest(Policy<double[]> policy) {
    SplittableRandom random = new SplittableRandom(99);
    BundleGame game = new BundleGame();
    double earned = 0;
    double best = 0;
    for (int i = 0; i < 2_000; i++) {
      double[] observation = game.reset(random.nextLong());
      earned += game.value(policy.sample(observation, random));
      best += game.best();
    }
    return earned / best;
  }
}
