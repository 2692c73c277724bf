package io.pannier.messages.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProblemCodecPropertyTest {
  @Property(tries = 100)
  void everyNumberComesBackToTheBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 130) int candidates,
      @ForAll boolean relations) {
    BundlingProblem problem = random(new Random(seed), candidates, relations);
    BundlingProblem back = ProblemCodec.decode(ProblemCodec.encode(problem));
    assertThat(back).usingRecursiveComparison().isEqualTo(problem);
  }

  @Property(tries = 50)
  void theQuestionBehindItComesBackToo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int products) {
    Random random = new Random(seed);
    BundlingProblem problem =
        random(random, 7, random.nextBoolean()).withContext(question(random, products));
    BundlingProblem back = ProblemCodec.decode(ProblemCodec.encode(problem));
    assertThat(back).usingRecursiveComparison().isEqualTo(problem);
  }

  @Property(tries = 50)
  void whatRulesAskForComesBackToo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 130) int candidates) {
    Random random = new Random(seed);
    int words = (candidates + 63) / 64;
    long[][] groups = new long[random.nextInt(4)][words];
    for (long[] group : groups) {
      group[random.nextInt(words)] = random.nextLong();
    }
    long[] pinned = random.longs(random.nextBoolean() ? words : 0).toArray();
    BundlingProblem plain =
        random(random, candidates, random.nextBoolean())
            .withDemands(BundleDemands.of(groups, pinned));
    BundlingProblem problem =
        random.nextBoolean() ? plain : plain.withContext(question(random, candidates));
    BundlingProblem back = ProblemCodec.decode(ProblemCodec.encode(problem));
    assertThat(back).usingRecursiveComparison().isEqualTo(problem);
  }

  /** What was written before there were questions is read as before. */
  @Test
  void withoutAQuestionTheBytesAreThoseOfTheFirstForm() {
    BundlingProblem problem = random(new Random(1), 4, false);
    assertThat(ProblemCodec.encode(problem)[0]).isEqualTo((byte) 1);
    assertThat(ProblemCodec.encode(problem.withContext(question(new Random(1), 2)))[0])
        .isEqualTo((byte) 2);
  }

  private static BundlingContext question(Random random, int products) {
    List<Named> named = new ArrayList<>();
    for (int item = 0; item < products; item++) {
      String category = random.nextBoolean() ? "" : "Haus > Küche " + random.nextInt(4);
      named.add(new Named(item, "SKU-" + random.nextInt(1_000), category, random.nextInt(9_999)));
    }
    int events = random.nextInt(9);
    byte[] types = new byte[events];
    for (int i = 0; i < events; i++) {
      types[i] = (byte) random.nextInt(EventType.count());
    }
    float[] counts = new float[EventType.count()];
    counts[random.nextInt(counts.length)] = random.nextFloat();
    return new BundlingContext(
        named,
        random.ints(random.nextInt(5), 0, products).toArray(),
        new ShopperHistory(
            random.ints(events, -1, products).toArray(),
            types,
            random.longs(events).sorted().toArray(),
            counts,
            random.nextInt(9),
            random.nextInt(99_999),
            random.nextLong()),
        random.nextLong());
  }

  @Test
  void bytesThatAreCutShortAreRefused() {
    byte[] bytes = ProblemCodec.encode(random(new Random(1), 10, true));
    assertThatThrownBy(() -> ProblemCodec.decode(Arrays.copyOf(bytes, bytes.length - 9)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PROBLEM_INVALID));
    byte[] asked =
        ProblemCodec.encode(
            random(new Random(1), 10, true).withContext(question(new Random(3), 20)));
    for (int left = 1; left < 200; left++) {
      byte[] cut = Arrays.copyOf(asked, asked.length - left);
      assertThatThrownBy(() -> ProblemCodec.decode(cut)).isInstanceOf(PannierException.class);
    }
  }

  @Test
  void aComplementarityThatWouldLoseBitsIsRefused() {
    BundlingProblem problem = random(new Random(1), 3, false, 0.1f);
    assertThatThrownBy(() -> ProblemCodec.encode(problem))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BundlingProblem random(Random random, int n, boolean relations) {
    float half = Float.float16ToFloat(Float.floatToFloat16((float) random.nextGaussian()));
    return random(random, n, relations, half);
  }

  private static BundlingProblem random(Random random, int n, boolean relations, float aLift) {
    int[] items = random.ints(n, 0, 100_000).toArray();
    float[] relevance = new float[n];
    float[] relief = new float[n];
    float[] cartLift = new float[n];
    float[] lift = new float[n * n];
    for (int i = 0; i < n; i++) {
      relevance[i] = random.nextFloat();
      relief[i] = random.nextFloat();
      cartLift[i] = aLift;
      for (int j = 0; j < i; j++) {
        lift[i * n + j] = random.nextBoolean() ? aLift : 0;
        lift[j * n + i] = lift[i * n + j];
      }
    }
    int words = (n + 63) / 64;
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    for (int k = 0; relations && n > 1 && k < 5; k++) {
      int one = random.nextInt(n);
      int other = random.nextInt(n);
      incompatible[one * words + (other >> 6)] |= 1L << other;
      requires[other * words + (one >> 6)] |= 1L << one;
    }
    return new BundlingProblem(
        items,
        relevance,
        random.longs(n, 0, 1L << 39).toArray(),
        random.longs(n, 0, 1L << 39).toArray(),
        random.ints(n, 1, 1000).toArray(),
        random.ints(n, -1, 9).toArray(),
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        random.doubles(5).toArray(),
        new BundleConstraints(1, 5, 3, 12_345, 0.1, 0.3, 2),
        ConversionModel.DEFAULT,
        3,
        random.nextLong());
  }
}
