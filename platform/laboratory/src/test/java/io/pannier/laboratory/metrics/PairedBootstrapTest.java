package io.pannier.laboratory.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.laboratory.metrics.PairedBootstrap.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The interval holds the truth as often as it says, and pairing is what makes it short. */
class PairedBootstrapTest {
  private static final int TRIALS = 1_000;
  private static final int CASES = 150;

  /**
   * Hits of two strategies whose chances depend on the same case. The share of intervals that hold
   * the true difference has a standard error of .0069 over the trials, and a percentile interval of
   * this size of sample covers a little less than its level.
   */
  @Test
  void coversTheTrueDifferenceAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(20_261_129);
    int covered = 0;
    int missedAbove = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] a = new double[CASES];
      double[] b = new double[CASES];
      hits(a, b, random);
      Interval interval = new PairedBootstrap(400, 0.95, trial).interval(a, b);
      covered += interval.low() <= 0.1 && 0.1 <= interval.high() ? 1 : 0;
      missedAbove += interval.low() > 0.1 ? 1 : 0;
    }
    double coverage = covered / (double) TRIALS;
    System.out.println("paired bootstrap, 95 %, " + CASES + " cases: covers " + coverage);
    assertThat(coverage).isBetween(0.92, 0.97);
    assertThat(missedAbove).as("misses on one side").isBetween(8, 55);
  }

  /** E(a) − E(b) = 0.1 in each case, whatever its difficulty. */
  private static void hits(double[] a, double[] b, SplittableRandom random) {
    for (int i = 0; i < a.length; i++) {
      double easy = 0.8 * random.nextDouble();
      double luck = random.nextDouble();
      a[i] = luck < easy + 0.1 ? 1 : 0;
      b[i] =
          random.nextDouble() < 0.5 ? (luck < easy ? 1 : 0) : (random.nextDouble() < easy ? 1 : 0);
    }
  }

  @Test
  void pairingTakesOutWhatBothHaveInCommon() {
    SplittableRandom random = new SplittableRandom(7);
    double[] a = new double[500];
    double[] b = new double[500];
    double[] shuffled = new double[500];
    for (int i = 0; i < a.length; i++) {
      b[i] = random.nextDouble();
      a[i] = b[i] + 0.01 + 0.001 * random.nextDouble();
      shuffled[(i * 7 + 3) % 500] = b[i];
    }
    PairedBootstrap bootstrap = new PairedBootstrap(1_000, 0.95, 1);
    assertThat(bootstrap.interval(a, b).decided()).isTrue();
    assertThat(bootstrap.interval(a, shuffled).decided()).isFalse();
  }

  /** For many cases the interval is the normal one, to which no resampling leads. */
  @Test
  void agreesWithTheNormalIntervalForManyCases() {
    SplittableRandom random = new SplittableRandom(3);
    double[] a = new double[20_000];
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextDouble() < 0.3 ? 1 : 0;
      b[i] = random.nextDouble() < 0.3 ? 1 : 0;
    }
    Interval interval = new PairedBootstrap(4_000, 0.95, 5).interval(a, b);
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    Estimate normal = Estimate.of(differences);
    double half = 1.96 * normal.standardError();
    assertThat(interval.difference()).isCloseTo(normal.mean(), within(1e-12));
    assertThat(interval.low()).isCloseTo(normal.mean() - half, within(0.06 * half));
    assertThat(interval.high()).isCloseTo(normal.mean() + half, within(0.06 * half));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] a = {1, 0, 1, 1, 0, 1};
    double[] b = {0, 0, 1, 0, 0, 1};
    PairedBootstrap bootstrap = new PairedBootstrap(200, 0.9, 11);
    assertThat(bootstrap.interval(a, b)).isEqualTo(bootstrap.interval(a, b));
    Interval reversed = bootstrap.interval(b, a);
    assertThat(reversed.low()).isCloseTo(-bootstrap.interval(a, b).high(), within(1e-12));
    assertThat(bootstrap.interval(a, a)).isEqualTo(new Interval(0, 0, 0));
  }

  @Test
  void wrongArgumentsAreRefused() {
    PairedBootstrap bootstrap = new PairedBootstrap(100, 0.95, 0);
    assertThatThrownBy(() -> bootstrap.interval(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PairedBootstrap(99, 0.95, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PairedBootstrap(100, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
