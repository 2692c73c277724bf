package io.pannier.spitestkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DistributionAssertTest {
  private static final int SEEDS = 200;

  @Test
  void fairDiceFitUnderManySeeds() {
    assertThatCode(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                DistributionAssert.withSeed(
                    seed,
                    random -> {
                      DistributionAssert.isUniform(dice(random, 0));
                      return true;
                    });
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void loadedDiceDoNotAndTheSeedIsNamed() {
    assertThatThrownBy(
            () ->
                DistributionAssert.withSeed(
                    7,
                    random -> {
                      DistributionAssert.isUniform(dice(random, 0.1));
                      return true;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 7");
  }

  @Test
  void samplesAreComparedWithADistribution() {
    double[] samples =
        DistributionAssert.withSeed(
            3, random -> random.doubles(2_000).map(u -> -Math.log1p(-u)).toArray());
    assertThatCode(() -> DistributionAssert.fits(samples, x -> 1 - Math.exp(-x)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DistributionAssert.fits(samples, x -> 1 - Math.exp(-1.2 * x)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void tooFewDrawsAreRefused() {
    assertThatThrownBy(() -> DistributionAssert.happens(1, 10, 0.1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("draw more often");
  }

  private static long[] dice(RandomGenerator random, double loaded) {
    long[] counts = new long[6];
    for (int i = 0; i < 6_000; i++) {
      counts[random.nextDouble() < loaded ? 5 : random.nextInt(6)]++;
    }
    if (Arrays.stream(counts).sum() != 6_000) {
      throw new IllegalStateException("lost a throw");
    }
    return counts;
  }
}
