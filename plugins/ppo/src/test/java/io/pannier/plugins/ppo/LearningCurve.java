package io.pannier.plugins.ppo;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Trains on a game and prints how it goes. */
final class LearningCurve {
  private static final int HIDDEN = 64;

  private LearningCurve() {}

  /** A training on a game with the networks that are usual for it, all chance from one seed. */
  static PpoTraining<double[]> training(
      Supplier<? extends Environment<double[]>> game,
      int actions,
      PpoConfig config,
      long totalSteps,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = game.get().reset(0).length;
    Mlp actor = new Mlp(inputs, HIDDEN, actions, 0.01, random);
    Mlp critic = new Mlp(inputs, HIDDEN, 1, 1, random);
    return new PpoTraining<>(
        new CategoricalPolicy(actor), critic, o -> o, config, game, totalSteps, random);
  }

  /**
   * Trains on five seeds, prints the mean of the last 100 episodes at ten times, and the result.
   */
  static void print(
      String name,
      Supplier<? extends Environment<double[]>> game,
      int actions,
      PpoConfig config,
      long totalSteps,
      double goal) {
    System.out.printf(
        Locale.ROOT, "%s, mean of the last 100 episodes, goal %.0f; %s%n", name, goal, config);
    int reached = 0;
    double sum = 0;
    for (long seed = 1; seed <= 5; seed++) {
      PpoTraining<double[]> training = training(game, actions, config, totalSteps, seed);
      StringBuilder curve = new StringBuilder();
      long shown = totalSteps / 10;
      long started = System.nanoTime();
      while (training.unfinished()) {
        training.update();
        if (training.stepsDone() >= shown) {
          curve.append(String.format(Locale.ROOT, " %.1f", training.recent(100)));
          shown += totalSteps / 10;
        }
      }
      double result = training.recent(100);
      sum += result / 5;
      reached += result >= goal ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "seed %d:%s | %d steps, end %.1f (%.0f s)%n",
          seed,
          curve,
          training.stepsDone(),
          result,
          (System.nanoTime() - started) / 1e9);
    }
    System.out.printf(
        Locale.ROOT, "%s: mean %.1f, %d of 5 seeds reach %.0f%n", name, sum, reached, goal);
  }
}
