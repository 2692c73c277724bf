package io.pannier.plugins.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.WordBags;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TitlesTest {
  private static final List<String> TITLES =
      List.of(
          "RED RETROSPOT BAG",
          "RED RETROSPOT CUP",
          "BLUE BAG",
          "Blue cup",
          "RED BAG OF 12",
          "RETROSPOT TIN",
          "BLUE TIN",
          "");

  /** Words that fewer than three titles hold, and those of two letters, say nothing. */
  @Test
  void wordsAreThoseThatJoinTitles() {
    WordBags bags = new Titles(TITLES.stream().map(Titles::words).toList()).bags();
    assertThat(bags.count()).as("bag, blue, red, retrospot").isEqualTo(4);
    assertThat(words(bags, 0)).containsExactly(0, 2, 3);
    assertThat(words(bags, 3)).as("blue, whatever its case").containsExactly(1);
    assertThat(words(bags, 7)).isEmpty();
  }

  private static int[] words(WordBags bags, int title) {
    return Arrays.copyOfRange(bags.words(), bags.offsets()[title], bags.offsets()[title + 1]);
  }

  /** All four words are in three of eight titles, so that the weights cancel out. */
  @Test
  void likenessIsTheSquaredCosineOfTheWords() {
    Neighbours likeness = new Titles(TITLES.stream().map(Titles::words).toList()).likeness();
    float[] sums = new float[TITLES.size()];
    likeness.add(0, 1, sums);
    // Three words beside two, beside one, beside two and one.
    double two = 2.0 / Math.sqrt(3.0 * 2);
    double one = 1.0 / Math.sqrt(3.0);
    float[] expected = {
      0, (float) (two * two), (float) (0.5 / 3), 0, (float) (two * two), (float) (one * one), 0, 0
    };
    assertThat(sums).containsExactly(expected, within(1e-5f));
  }
}
