package io.pannier.laboratory.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.ScoredCandidates;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against another way to say it: the mean place over orders in which ties are broken by chance. */
class MidRankPropertyTest {
  private static ScoredCandidates answer(float... scores) {
    int[] items = new int[scores.length];
    Arrays.setAll(items, i -> i);
    return new ScoredCandidates(items, scores, new int[scores.length]);
  }

  @Example
  void byHand() {
    ScoredCandidates answer = answer(9, 5, 5, 5, 1);
    assertThat(MidRank.of(answer, 0, 5)).isEqualTo(1);
    assertThat(MidRank.of(answer, 1, 5)).isEqualTo(3);
    assertThat(MidRank.of(answer, 3, 5)).isEqualTo(3);
    assertThat(MidRank.of(answer, 4, 5)).isEqualTo(5);
    // Items 5, 6 and 7 are left out: places 6, 7 and 8.
    assertThat(MidRank.of(answer, 6, 8)).isEqualTo(7);
    assertThat(MidRank.of(ScoredCandidates.empty(), 0, 99)).isEqualTo(50);
  }

  /** Counts with how many equals and betters an item shares the list, left out ones at −1. */
  @Property
  void equalsThePlaceByCounting(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int eligible) {
    Random random = new Random(seed);
    int named = random.nextInt(eligible + 1);
    float[] scores = new float[named];
    for (int i = 0; i < named; i++) {
      scores[i] = random.nextInt(5);
    }
    Arrays.sort(scores);
    float[] descending = new float[named];
    for (int i = 0; i < named; i++) {
      descending[i] = scores[named - 1 - i];
    }
    ScoredCandidates answer = answer(descending);
    float[] all = Arrays.copyOf(descending, eligible);
    Arrays.fill(all, named, eligible, -1);
    double sum = 0;
    for (int item = 0; item < eligible; item++) {
      int better = 0;
      int equal = 0;
      for (float other : all) {
        better += other > all[item] ? 1 : 0;
        equal += other == all[item] ? 1 : 0;
      }
      double rank = MidRank.of(answer, item, eligible);
      assertThat(rank).isEqualTo(better + (equal + 1) / 2.0);
      sum += rank;
    }
    // However ties lie, the places 1 to n are handed out once.
    assertThat(sum).isCloseTo(eligible * (eligible + 1) / 2.0, within(1e-9));
  }

  /** What the documentation promises of answers that are cut off at twice the depth. */
  @Property
  void cuttingOffAtTwiceTheDepthChangesNoHit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int k) {
    Random random = new Random(seed);
    int eligible = 2 * k + random.nextInt(100);
    float[] scores = new float[eligible];
    float score = 1_000;
    for (int i = 0; i < eligible; i++) {
      score -= random.nextInt(4) == 0 ? 1 : 0;
      scores[i] = score;
    }
    ScoredCandidates whole = answer(scores);
    ScoredCandidates cut = answer(Arrays.copyOf(scores, 2 * k));
    for (int item = 0; item < eligible; item++) {
      double rank = MidRank.of(whole, item, eligible);
      double seen = MidRank.of(cut, item, eligible);
      assertThat(seen <= k).as("item %s", item).isEqualTo(rank <= k);
      if (rank <= k) {
        assertThat(seen).isEqualTo(rank);
      }
      assertThat(MidRank.of(ScoredCandidates.empty(), item, eligible)).isGreaterThan(k);
    }
  }
}
