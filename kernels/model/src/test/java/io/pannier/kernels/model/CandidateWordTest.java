package io.pannier.kernels.model;

import static io.pannier.kernels.model.ComposerRuntimeTest.chosen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.CandidateWord;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.scalar.ScalarKernelProvider;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a word adds and forbids while bundles are composed. */
class CandidateWordTest {
  private static final int CANDIDATES = 12;
  private static final int WIDTH = 16;

  private static Beams compose(BeamConfig config, CandidateWord word) {
    Requests requests = new Requests(Requests.SMALL, 3);
    EventBatch events = requests.visibleEvents(9, 4);
    CandidateBatch drawn = requests.candidates(CANDIDATES, CANDIDATES);
    Beams beams = new Beams(2, config.width(), config.maxItems());
    try (Kernels kernels = new ScalarKernelProvider().open(KernelOptions.defaults());
        ComposerModel model =
            ComposerModels.create(
                Requests.SMALL,
                RandomComposer.weights(Requests.SMALL, 7),
                kernels,
                Precision.FP32)) {
      model.compose(
          events,
          new CandidateBatch(
              drawn.candidates(), drawn.items(), drawn.categories(), drawn.prices(), null, word),
          config,
          beams);
    }
    return beams;
  }

  @Test
  void whatIsForbiddenBesideAMemberNeverJoinsIt() {
    BeamConfig config = new BeamConfig(WIDTH, 2, 4);
    Beams beams =
        compose(
            config,
            (_, chosen, size, logits) -> {
              for (int a = 0; a < size; a++) {
                // Neighbours in the list exclude each other.
                logits[Math.max(0, chosen[a] - 1)] = CandidateWord.FORBIDDEN;
                logits[Math.min(CANDIDATES - 1, chosen[a] + 1)] = CandidateWord.FORBIDDEN;
              }
            });
    for (int request = 0; request < 2; request++) {
      assertThat(beams.found(request)).isEqualTo(WIDTH);
      for (int rank = 0; rank < WIDTH; rank++) {
        List<Integer> set = chosen(beams, request, rank).stream().sorted().toList();
        for (int i = 1; i < set.size(); i++) {
          assertThat(set.get(i) - set.get(i - 1)).isGreaterThan(1);
        }
      }
    }
  }

  /** The request, the choices so far and the end are the beam's own. */
  @Test
  void whatSpeaksLoudestIsChosenAndTheProbabilityCountsIt() {
    Beams beams =
        compose(
            new BeamConfig(1, 1, 3),
            (request, chosen, size, logits) -> {
              int next = size == 0 ? 3 + request : (chosen[size - 1] + 2) % CANDIDATES;
              logits[size == 2 ? CANDIDATES : next] += 1_000;
            });
    assertThat(chosen(beams, 0, 0)).containsExactly(3, 5);
    assertThat(chosen(beams, 1, 0)).containsExactly(4, 6);
    assertThat(beams.logProbability(0, 0)).isCloseTo(0, within(1e-4f));
  }

  @Test
  void aBundleThatMayNotEndGoesOnAndOneInABlindAlleyIsNone() {
    Beams full =
        compose(
            new BeamConfig(WIDTH, 1, 3),
            (_, _, _, logits) -> logits[CANDIDATES] = CandidateWord.FORBIDDEN);
    for (int rank = 0; rank < WIDTH; rank++) {
      assertThat(full.length(0, rank)).isEqualTo(3);
    }
    Beams none =
        compose(
            new BeamConfig(WIDTH, 1, 3),
            (_, _, size, logits) -> {
              if (size > 0) {
                Arrays.fill(logits, CandidateWord.FORBIDDEN);
              }
            });
    assertThat(none.found(0)).isZero();
    assertThat(none.found(1)).isZero();
  }
}
