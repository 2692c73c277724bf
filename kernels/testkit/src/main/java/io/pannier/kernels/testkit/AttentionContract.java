package io.pannier.kernels.testkit;

import static io.pannier.kernels.testkit.Failures.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention over sequences of all lengths. */
interface AttentionContract extends TestedBackend {
  /** Empty, one, around every power of two that a tile may have, and primes. */
  private int[] lengths() {
    return slow()
        ? new int[] {0, 1, 2, 7, 17, 0, 33}
        : new int[] {0, 1, 2, 3, 7, 8, 15, 16, 17, 0, 31, 32, 33, 47, 48, 49, 63, 64, 65, 97, 128};
  }

  private static int[] offsets(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    return offsets;
  }

  @ParameterizedTest(name = "{0} heads of {1}, causal {2}")
  @CsvSource({
    "1, 1, false",
    "1, 16, true",
    "2, 32, false",
    "4, 16, true",
    "3, 7, true",
    "2, 64, true",
    "1, 40, false",
    "1, 128, true",
    "2, 17, false"
  })
  default void softmaxAttentionIsRight(int heads, int width, boolean causal) {
    check(AttentionSpec.softmax(heads, width, causal), Sequences.of(offsets(lengths())));
  }

  @Test
  default void theLongestSequenceIsRight() {
    int longest = slow() ? 130 : 512;
    check(AttentionSpec.softmax(1, 32, true), Sequences.of(offsets(longest)));
    check(AttentionSpec.softmax(1, 32, false), Sequences.of(offsets(longest, 1, longest + 1)));
  }

  @ParameterizedTest
  @EnumSource(Weighting.class)
  default void biasesAndHiddenTokensAreRight(Weighting weighting) {
    Draws draws = new Draws(17);
    int[] offsets = offsets(lengths());
    int tokens = offsets[offsets.length - 1];
    int[] times = draws.below(3_000_000, tokens);
    Arrays.sort(times);
    boolean[] visible = draws.coin(tokens, 0.7);
    // One sequence of which nothing can be seen.
    Arrays.fill(visible, offsets[4], offsets[5], false);
    int heads = 2;
    for (boolean causal : new boolean[] {false, true}) {
      AttentionSpec spec =
          new AttentionSpec(
              heads,
              16,
              0.3f,
              causal,
              weighting,
              draws.normal(heads * 20, 1),
              draws.normal(heads * 12, 1));
      check(spec, new Sequences(offsets, offsets.length - 1, times, visible));
    }
  }

  @Test
  default void aQueryThatSeesNothingGivesZeros() {
    Draws draws = new Draws(2);
    boolean[] none = new boolean[9];
    for (Weighting weighting : Weighting.values()) {
      AttentionSpec spec = new AttentionSpec(2, 8, 1, false, weighting, null, null);
      float[] out = draws.normal(9 * 16, 1);
      Rows rows = Rows.of(draws.normal(9 * 16, 1), 16);
      kernels()
          .selfAttention(
              spec,
              rows,
              rows,
              rows,
              new Sequences(new int[] {0, 4, 9}, 2, null, none),
              Rows.of(out, 16));
      assertThat(out).containsOnly(0f);
    }
  }

  @Test
  default void largeScoresDoNotOverflow() {
    Draws draws = new Draws(6);
    int[] offsets = offsets(5, 21);
    Rows query = Rows.of(draws.normal(26 * 8, 60), 8);
    Rows key = Rows.of(draws.normal(26 * 8, 60), 8);
    Rows value = Rows.of(draws.normal(26 * 8, 1), 8);
    AttentionSpec spec = AttentionSpec.softmax(1, 8, true);
    check(spec, query, key, value, Sequences.of(offsets));
  }

  private void check(AttentionSpec spec, Sequences sequences) {
    Draws draws = new Draws(spec.width() + sequences.tokens());
    // Interleaved as one projection leaves them.
    Rows all = draws.strided(sequences.tokens(), 3 * spec.width());
    check(spec, all, all.from(spec.width()), all.from(2 * spec.width()), sequences);
  }

  private void check(AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences) {
    int tokens = sequences.tokens();
    double[] exact =
        new Reference(Arithmetic.FLOAT64).attention(spec, query, sequences, key, value, sequences);
    double[] naive =
        new Reference(Arithmetic.FLOAT32).attention(spec, query, sequences, key, value, sequences);
    Rows out = new Draws(1).strided(tokens, spec.width());
    float[] around = out.data().clone();
    kernels().selfAttention(spec, query, key, value, sequences, out);
    Closeness.check(spec.toString(), out, tokens, spec.width(), exact, naive);
    Failures.assertUntouched(around, out, tokens, spec.width());
  }

  @ParameterizedTest(name = "{0} heads of {1}")
  @CsvSource({"1, 16", "2, 32", "4, 16", "1, 64", "3, 5"})
  default void beamsShareTheirContext(int heads, int width) {
    Draws draws = new Draws(width);
    int[] beams = offsets(1, 16, 0, 5, 64, 3, 2);
    int[] contexts = offsets(slow() ? 20 : 128, 50, 7, 0, 33, 1, 9);
    boolean[] visible = draws.coin(contexts[contexts.length - 1], 0.8);
    Arrays.fill(visible, contexts[6], contexts[7], false);
    AttentionSpec spec = AttentionSpec.softmax(heads, width, false);
    crossCheck(draws, spec, Sequences.of(beams), Sequences.of(contexts));
    crossCheck(
        draws,
        spec,
        Sequences.of(beams),
        new Sequences(contexts, contexts.length - 1, null, visible));
  }

  private void crossCheck(Draws draws, AttentionSpec spec, Sequences beams, Sequences contexts) {
    Rows query = draws.strided(beams.tokens(), spec.width());
    Rows both = draws.strided(contexts.tokens(), 2 * spec.width());
    Rows value = both.from(spec.width());
    double[] exact =
        new Reference(Arithmetic.FLOAT64).attention(spec, query, beams, both, value, contexts);
    double[] naive =
        new Reference(Arithmetic.FLOAT32).attention(spec, query, beams, both, value, contexts);
    Rows out = draws.strided(beams.tokens(), spec.width());
    kernels().crossAttention(spec, query, beams, both, value, contexts, out);
    Closeness.check("cross " + spec, out, beams.tokens(), spec.width(), exact, naive);
  }

  @ParameterizedTest
  @EnumSource(Weighting.class)
  default void aSequenceDoesNotDependOnTheOthers(Weighting weighting) {
    Draws draws = new Draws(11);
    int[] offsets = offsets(lengths());
    Rows all = Rows.of(draws.normal(offsets[offsets.length - 1] * 3 * 32, 1), 96);
    AttentionSpec spec =
        new AttentionSpec(2, 16, 0.25f, true, weighting, draws.normal(2 * 8, 1), null);
    float[] together = new float[offsets[offsets.length - 1] * 32];
    kernels()
        .selfAttention(
            spec, all, all.from(32), all.from(64), Sequences.of(offsets), Rows.of(together, 32));
    for (int s = 0; s + 1 < offsets.length; s++) {
      int length = offsets[s + 1] - offsets[s];
      float[] alone = new float[length * 32];
      Rows own = new Rows(all.data(), offsets[s] * 96, 96);
      kernels()
          .selfAttention(
              spec, own, own.from(32), own.from(64), Sequences.of(0, length), Rows.of(alone, 32));
      assertThat(alone)
          .as("sequence of %s", length)
          .isEqualTo(Arrays.copyOfRange(together, offsets[s] * 32, offsets[s + 1] * 32));
    }
  }

  @Test
  default void theOutputMayLieOverTheQueries() {
    Draws draws = new Draws(4);
    Sequences sequences = Sequences.of(0, 9, 30);
    AttentionSpec spec = AttentionSpec.softmax(2, 16, true);
    float[] query = draws.normal(30 * 32, 1);
    Rows key = Rows.of(draws.normal(30 * 32, 1), 32);
    Rows value = Rows.of(draws.normal(30 * 32, 1), 32);
    float[] apart = new float[query.length];
    kernels().selfAttention(spec, Rows.of(query, 32), key, value, sequences, Rows.of(apart, 32));
    kernels().selfAttention(spec, Rows.of(query, 32), key, value, sequences, Rows.of(query, 32));
    assertThat(query).isEqualTo(apart);
  }

  @Test
  default void sequencesThatDoNotFollowEachOtherAreRefused() {
    refuse(StandardErrorCode.KERNEL_OFFSETS_INVALID, Sequences.of(0, 5, 3), null);
    refuse(StandardErrorCode.KERNEL_OFFSETS_INVALID, Sequences.of(1, 5), null);
    refuse(
        StandardErrorCode.KERNEL_OFFSETS_INVALID,
        new Sequences(new int[] {0, 2}, 2, null, null),
        null);
    refuse(StandardErrorCode.KERNEL_SHAPE_MISMATCH, Sequences.of(0, 9), null);
    refuse(
        StandardErrorCode.KERNEL_SHAPE_MISMATCH,
        new Sequences(new int[] {0, 5}, 1, null, new boolean[4]),
        null);
    refuse(StandardErrorCode.KERNEL_SHAPE_MISMATCH, Sequences.of(0, 5), new float[4]);
  }

  private void refuse(StandardErrorCode code, Sequences sequences, float @Nullable [] timeBias) {
    AttentionSpec spec = new AttentionSpec(2, 4, 1, false, Weighting.SOFTMAX, null, timeBias);
    Rows rows = Rows.of(new float[5 * 8], 8);
    Rows out = Rows.of(new float[5 * 8], 8);
    assertCode(code, () -> kernels().selfAttention(spec, rows, rows, rows, sequences, out));
  }

  @Test
  default void crossAttentionRefusesWhatItDoesNotKnow() {
    Rows rows = Rows.of(new float[4 * 8], 8);
    Rows out = Rows.of(new float[4 * 8], 8);
    Sequences two = Sequences.of(0, 2, 4);
    AttentionSpec plain = AttentionSpec.softmax(2, 4, false);
    AttentionSpec causal = AttentionSpec.softmax(2, 4, true);
    assertCode(
        StandardErrorCode.KERNEL_SHAPE_MISMATCH,
        () -> kernels().crossAttention(causal, rows, two, rows, rows, two, out));
    assertCode(
        StandardErrorCode.KERNEL_SHAPE_MISMATCH,
        () -> kernels().crossAttention(plain, rows, two, rows, rows, Sequences.of(0, 4), out));
  }

  @Test
  default void tokensThatAreNotFiniteAreRefused() {
    AttentionSpec spec = AttentionSpec.softmax(2, 4, false);
    for (int which = 0; which < 3; which++) {
      Rows[] rows = new Rows[3];
      for (int i = 0; i < 3; i++) {
        rows[i] = Rows.of(new Draws(i).normal(5 * 8, 1), 8);
      }
      rows[which].data()[39] = Float.NaN;
      float[] out = new float[5 * 8];
      assertCode(
          StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
          () ->
              kernels()
                  .selfAttention(
                      spec, rows[0], rows[1], rows[2], Sequences.of(0, 5), Rows.of(out, 8)));
      assertThat(out).containsOnly(0f);
    }
  }
}
