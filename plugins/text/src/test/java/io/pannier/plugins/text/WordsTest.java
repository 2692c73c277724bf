package io.pannier.plugins.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void pluralsAreSingularAndCaseIsGone() {
    assertThat(Words.of("Tea-Cups, 50 SACHETS of berries & glasses; a bus, the boss"))
        .containsExactly(
            "tea", "cup", "50", "sachet", "of", "berry", "glasse", "a", "bus", "the", "boss");
  }

  @Test
  void chineseCountsByPairs() {
    assertThat(Words.of("伯爵红茶 50g 杯")).containsExactly("伯爵", "爵红", "红茶", "50g", "杯");
  }

  @Test
  void nothingHasNoWords() {
    assertThat(Words.of("")).isEmpty();
    assertThat(Words.of(" - \uD83D\uDE00 … ")).isEmpty();
  }
}
