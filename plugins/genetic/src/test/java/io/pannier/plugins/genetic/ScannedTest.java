package io.pannier.plugins.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.plugins.genetic.nsga2.SeededRandom;
import org.junit.jupiter.api.Test;

class ScannedTest {
  private final Scanned scanned = new Scanned();

  @Test
  void aKeyIsNewOnce() {
    for (int key = 0; key < 1_000; key++) {
      assertThat(scanned.add(SeededRandom.mix(key))).isTrue();
    }
    for (int key = 0; key < 1_000; key++) {
      assertThat(scanned.add(SeededRandom.mix(key))).isFalse();
    }
    scanned.clear();
    assertThat(scanned.add(SeededRandom.mix(1))).isTrue();
  }

  @Test
  void zeroIsAKey() {
    assertThat(scanned.add(0)).isTrue();
    assertThat(scanned.add(0)).isFalse();
  }

  @Test
  void itForgetsWhenItIsFullInsteadOfSearchingForEver() {
    for (int key = 0; key < 100_000; key++) {
      assertThat(scanned.add(SeededRandom.mix(key))).isTrue();
    }
  }
}
