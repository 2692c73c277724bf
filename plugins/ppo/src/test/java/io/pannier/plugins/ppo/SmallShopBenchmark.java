package io.pannier.plugins.ppo;

import java.util.Locale;
import java.util.SplittableRandom;

/** Five seeds of what {@link SmallShopTest} asserts for two. */
final class SmallShopBenchmark {
  private SmallShopBenchmark() {}

  /** Prints the exact values as shares of the optimum. */
  public static void main(String[] args) {
    double optimum = SmallShopTest.optimum();
    System.out.printf(
        Locale.ROOT,
        "small shop: optimum %.1f; of it greedy with the truth %.4f, start %.4f%n",
        optimum,
        SmallShopTest.greedy() / optimum,
        SmallShopTest.value(BundlePolicy.start(new SplittableRandom(1))) / optimum);
    for (long seed = 1; seed <= 5; seed++) {
      double learned = SmallShopTest.value(SmallShopTest.learned(seed)) / optimum;
      System.out.printf(Locale.ROOT, "small shop: seed %d learned %.4f%n", seed, learned);
    }
  }
}
