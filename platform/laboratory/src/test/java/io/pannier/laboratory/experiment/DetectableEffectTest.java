package io.pannier.laboratory.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DetectableEffectTest {
  @Test
  void isSeenFourTimesInFive() {
    double effect = DetectableEffect.of(3, 400, 100);
    Random random = new Random(9);
    int seen = 0;
    int times = 4_000;
    for (int i = 0; i < times; i++) {
      double difference =
          effect + random.nextGaussian() * 3 / Math.sqrt(400) + random.nextGaussian() * 0.3;
      double error = 3 * Math.sqrt(1 / 400.0 + 1 / 100.0);
      seen += Math.abs(difference) > 1.959964 * error ? 1 : 0;
    }
    assertThat(seen / (double) times).isBetween(0.78, 0.82);
    assertThat(DetectableEffect.of(3, 0, 100)).isInfinite();
  }
}
