package io.pannier.kernels.testkit;

import static io.pannier.kernels.testkit.Failures.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scans of a catalogue. */
interface ScanContract extends TestedBackend {
  @ParameterizedTest(name = "{0} items of {1}, {2} queries, best {3}")
  @CsvSource({
    "0, 8, 2, 3",
    "1, 1, 1, 1",
    "5, 3, 2, 9",
    "47, 16, 1, 10",
    "48, 17, 3, 48",
    "49, 64, 2, 100",
    "1000, 64, 1, 100",
    "1009, 31, 7, 17",
    "4099, 64, 64, 100",
    "3001, 128, 9, 1024",
    "700, 64, 0, 5"
  })
  default void theBestItemsAreFoundInOrder(int items, int width, int queries, int k) {
    if (slow() && (long) items * width * queries > 300_000) {
      return;
    }
    Draws draws = new Draws(items + width);
    float[] vectors = draws.normal(items * width, 1);
    Rows asked = draws.strided(queries, width);
    TopK out = scan(vectors, items, width, Precision.FP32, asked, queries, k, null);
    for (int q = 0; q < queries; q++) {
      assertBest(out, q, exact(vectors, items, width, asked, q), null);
    }
  }

  @Test
  default void equalScoresAreOrderedByItem() {
    int width = 8;
    int items = slow() ? 700 : 5000;
    // Only seven different vectors, so that every score stands many times.
    float[] seven = new Draws(4).normal(7 * width, 1);
    float[] vectors = new float[items * width];
    for (int i = 0; i < items; i++) {
      System.arraycopy(seven, i * 31 % 7 * width, vectors, i * width, width);
    }
    Rows asked = new Draws(9).strided(3, width);
    TopK out = scan(vectors, items, width, Precision.FP32, asked, 3, 300, null);
    for (int q = 0; q < 3; q++) {
      assertBest(out, q, exact(vectors, items, width, asked, q), null);
    }
    float[] zeros = new float[items * width];
    TopK flat = scan(zeros, items, width, Precision.FP32, asked, 3, 100, null);
    assertThat(Arrays.copyOf(flat.items(), 100)).isEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  default void hiddenItemsAreNeverFound() {
    Draws draws = new Draws(12);
    int items = 613;
    float[] vectors = draws.normal(items * 24, 1);
    Rows asked = draws.strided(5, 24);
    long[] hidden = new long[9];
    boolean[] coin = draws.coin(items, 0.5);
    for (int i = 0; i < Math.min(items, hidden.length * 64); i++) {
      hidden[i >> 6] |= coin[i] ? 1L << i : 0;
    }
    for (Precision precision : Precision.values()) {
      TopK out = scan(vectors, items, 24, precision, asked, 5, 50, hidden);
      for (int q = 0; q < 5; q++) {
        for (int rank = 0; rank < 50; rank++) {
          int item = out.item(q, rank);
          assertThat(item < 576 && coin[item]).as("hidden item %s", item).isFalse();
        }
      }
      if (precision == Precision.FP32) {
        assertBest(out, 0, exact(vectors, items, 24, asked, 0), hidden);
      }
    }
    long[] all = new long[10];
    Arrays.fill(all, -1);
    TopK none = scan(vectors, items, 24, Precision.FP32, asked, 5, 4, all);
    assertThat(none.items()).containsOnly(TopK.NO_ITEM);
    assertThat(none.scores()).containsOnly(Float.NEGATIVE_INFINITY);
  }

  /** The first pass may miss an item at the border; what it finds has its exact score. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  default void lowerPrecisionsFindTheSameItems(Precision precision) {
    Draws draws = new Draws(21);
    int items = slow() ? 500 : 6000;
    int width = slow() ? 16 : 64;
    int queries = slow() ? 2 : 20;
    int k = slow() ? 10 : 100;
    float[] vectors = draws.normal(items * width, 0.2);
    Rows asked = draws.strided(queries, width);
    TopK out = scan(vectors, items, width, precision, asked, queries, k, null);
    int found = 0;
    for (int q = 0; q < queries; q++) {
      float[] scores = exact(vectors, items, width, asked, q);
      Set<Integer> best =
          new HashSet<>(Arrays.stream(order(scores, null)).limit(k).boxed().toList());
      for (int rank = 0; rank < k; rank++) {
        int item = out.item(q, rank);
        found += best.contains(item) ? 1 : 0;
        assertThat(out.score(q, rank)).isEqualTo(scores[item]);
        assertThat(rank == 0 || before(out, q, rank)).isTrue();
      }
    }
    assertThat(found / (double) (queries * k)).isGreaterThanOrEqualTo(0.995);
  }

  private static boolean before(TopK out, int q, int rank) {
    float better = out.score(q, rank - 1);
    float worse = out.score(q, rank);
    return better > worse || (better == worse && out.item(q, rank - 1) < out.item(q, rank));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  default void aQueryDoesNotDependOnTheOthers(Precision precision) {
    Draws draws = new Draws(33);
    int items = slow() ? 300 : 2500;
    int queries = slow() ? 4 : 37;
    float[] vectors = draws.normal(items * 48, 1);
    Rows asked = draws.strided(queries, 48);
    try (Catalogue catalogue = kernels().catalogue(vectors, items, 48, precision)) {
      assertThat(catalogue.items()).isEqualTo(items);
      assertThat(catalogue.width()).isEqualTo(48);
      assertThat(catalogue.precision()).isEqualTo(precision);
      assertThat(catalogue.bytes()).isPositive();
      TopK together = new TopK(queries, 20);
      kernels().topK(catalogue, asked, queries, null, together);
      TopK alone = new TopK(1, 20);
      for (int q = 0; q < queries; q++) {
        Rows one = new Rows(asked.data(), asked.offset() + q * asked.stride(), asked.stride());
        kernels().topK(catalogue, one, 1, null, alone);
        assertThat(alone.items())
            .isEqualTo(Arrays.copyOfRange(together.items(), q * 20, q * 20 + 20));
        assertThat(alone.scores())
            .isEqualTo(Arrays.copyOfRange(together.scores(), q * 20, q * 20 + 20));
      }
    }
  }

  @Test
  default void whatCannotBeScannedIsRefused() {
    try (Catalogue catalogue = kernels().catalogue(new float[40], 10, 4, Precision.FP32)) {
      Rows asked = Rows.of(new float[8], 4);
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().topK(catalogue, asked, 3, null, new TopK(3, 5)));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().topK(catalogue, asked, 2, null, new TopK(1, 5)));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().topK(catalogue, asked, 1, null, new TopK(1, 1025)));
      float[] bad = {0, 0, Float.NaN, 0};
      assertCode(
          StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
          () -> kernels().topK(catalogue, Rows.of(bad, 4), 1, null, new TopK(1, 5)));
    }
    for (Precision precision : Precision.values()) {
      assertCode(
          StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
          () -> kernels().catalogue(new float[] {1, Float.POSITIVE_INFINITY}, 2, 1, precision));
      assertCode(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          () -> kernels().catalogue(new float[3], 2, 2, precision));
    }
  }

  private TopK scan(
      float[] vectors,
      int items,
      int width,
      Precision precision,
      Rows asked,
      int queries,
      int k,
      long @Nullable [] hidden) {
    TopK out = new TopK(queries, k);
    // What an earlier call left must not show.
    Arrays.fill(out.items(), 77);
    Arrays.fill(out.scores(), 7e7f);
    try (Catalogue catalogue = kernels().catalogue(vectors, items, width, precision)) {
      kernels().topK(catalogue, asked, queries, hidden, out);
    }
    return out;
  }

  private static float[] exact(float[] vectors, int items, int width, Rows asked, int q) {
    float[] scores = new float[items];
    for (int i = 0; i < items; i++) {
      for (int k = 0; k < width; k++) {
        scores[i] = Math.fma(Reference.at(asked, q, k), vectors[i * width + k], scores[i]);
      }
    }
    return scores;
  }

  private static int[] order(float[] scores, long @Nullable [] hidden) {
    Comparator<Integer> byScore =
        (a, b) -> scores[a] == scores[b] ? 0 : Float.compare(scores[b], scores[a]);
    return IntStream.range(0, scores.length)
        .filter(i -> hidden == null || i >> 6 >= hidden.length || (hidden[i >> 6] >>> i & 1) == 0)
        .boxed()
        .sorted(byScore.thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void assertBest(TopK out, int q, float[] scores, long @Nullable [] hidden) {
    int[] order = order(scores, hidden);
    for (int rank = 0; rank < out.k(); rank++) {
      boolean there = rank < order.length;
      assertThat(out.item(q, rank))
          .as("query %s, rank %s", q, rank)
          .isEqualTo(there ? order[rank] : TopK.NO_ITEM);
      assertThat(out.score(q, rank))
          .isEqualTo(there ? scores[order[rank]] : Float.NEGATIVE_INFINITY);
    }
  }
}
