package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.scalar.ScalarKernels;
import io.pannier.kernels.testkit.Draws;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Catalogues whose order is as bad as it can be for a scan that learns from a sample. */
class CatalogueScanTest {
  private static final int ITEMS = 40 * 32 * SimdCatalogue.PANEL + 5;
  private static final int K = 100;
  private static final Kernels SIMD = new SimdKernels(2);
  private static final Kernels SCALAR = new ScalarKernels();

  @AfterAll
  static void close() {
    SIMD.close();
    SCALAR.close();
  }

  /**
   * @param score of an item, a whole number
   */
  private static void assertSameAsScalar(IntUnaryOperator score, long[] hidden) {
    float[] items = new float[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      items[i] = score.applyAsInt(i);
    }
    for (int count : new int[] {1, 7}) {
      float[] ones = new float[count];
      Arrays.fill(ones, 1);
      TopK found = new TopK(count, K);
      TopK expected = new TopK(count, K);
      for (Precision precision : new Precision[] {Precision.FP32, Precision.BF16}) {
        try (Catalogue fast = SIMD.catalogue(items, ITEMS, 1, precision);
            Catalogue plain = SCALAR.catalogue(items, ITEMS, 1, Precision.FP32)) {
          SIMD.topK(fast, Rows.of(ones, 1), count, hidden, found);
          SCALAR.topK(plain, Rows.of(ones, 1), count, hidden, expected);
          assertThat(found.items()).isEqualTo(expected.items());
          assertThat(found.scores()).isEqualTo(expected.scores());
        }
      }
    }
  }

  private static long[] nothing() {
    return new long[ITEMS / Long.SIZE + 1];
  }

  @Test
  void itemsInTheOrderOfTheirScores() {
    // Few enough steps for bf16 to hold all of them.
    assertSameAsScalar(i -> i * 128 / ITEMS, nothing());
    assertSameAsScalar(i -> -i * 128 / ITEMS, nothing());
  }

  @Test
  void allItemsAlike() {
    assertSameAsScalar(i -> 3, nothing());
  }

  /** The sample holds the best forty: its bar is too high, and all must be scanned once more. */
  @Test
  void aSampleThatIsBetterThanTheRest() {
    SimdCatalogue dealt = new SimdCatalogue(new float[ITEMS], ITEMS, 1, Precision.FP32);
    int[] scores = new int[ITEMS];
    for (int i = 0; i < 40; i++) {
      scores[dealt.item(i % 32, i / 32)] = 100 + i;
      scores[dealt.item(dealt.panelCount() - 1 - i, 0)] = 50 + i;
      scores[dealt.item(dealt.panelCount() - 1 - i, 1)] = 50 + i;
    }
    assertSameAsScalar(i -> scores[i], nothing());
  }

  @Test
  void nearlyAllHidden() {
    Draws draws = new Draws(5);
    int[] scores = draws.below(200, ITEMS);
    long[] hidden = nothing();
    Arrays.fill(hidden, -1L);
    for (int i = 0; i < ITEMS; i += 1000) {
      hidden[i >> 6] &= ~(1L << (i & 63));
    }
    assertSameAsScalar(i -> scores[i], hidden);
  }
}
