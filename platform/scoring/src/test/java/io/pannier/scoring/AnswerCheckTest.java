package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
  private final CatalogueTable catalogue = SampleProducts.catalogue(10);
  private final ScoringContext context = SampleProducts.context(catalogue, 3, 7);

  @Test
  void aProperAnswerPasses() {
    assertThatCode(() -> AnswerCheck.check(List.of(context), List.of(answer(3, 0.5f, 4, 0.5f))))
        .doesNotThrowAnyException();
  }

  @Test
  void whatBreaksTheContractIsNamed() {
    refused(answer(3, Float.NaN), "NaN");
    refused(answer(3, Float.POSITIVE_INFINITY), "Infinity");
    refused(answer(3, -1f), "-1.0");
    refused(answer(3, 0.1f, 4, 0.2f), "order");
    refused(answer(3, 0.2f, 3, 0.1f), "twice");
    refused(answer(7, 0.2f), "in the cart");
    refused(answer(0, 0.2f), "cannot be sold");
    refused(answer(99, 0.2f), "not in the catalogue");
    refused(answer(1, 4f, 2, 3f, 3, 2f, 4, 1f), "where 3 were asked for");
  }

  @Test
  void everyContextHasItsAnswer() {
    assertThatThrownBy(() -> AnswerCheck.check(List.of(context), List.of()))
        .hasMessageContaining("0 answers to 1 contexts");
  }

  private void refused(ScoredCandidates answer, String word) {
    assertThatThrownBy(() -> AnswerCheck.check(List.of(context), List.of(answer)))
        .hasMessageContaining(word)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.STRATEGY_INVALID_ANSWER));
  }

  private static ScoredCandidates answer(Number... itemsAndScores) {
    int size = itemsAndScores.length / 2;
    int[] items = new int[size];
    float[] scores = new float[size];
    int[] because = new int[size];
    for (int i = 0; i < size; i++) {
      items[i] = itemsAndScores[2 * i].intValue();
      scores[i] = itemsAndScores[2 * i + 1].floatValue();
      because[i] = -1;
    }
    return new ScoredCandidates(items, scores, because);
  }
}
