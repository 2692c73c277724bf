package io.pannier.kernels.model;

import static io.pannier.kernels.model.ComposerRuntimeTest.chosen;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A shopper's answer is the same, to the bit, whoever else is served in the same call. */
class ComposerBatchTest {
  static Stream<Kernels> backends() {
    return Backends.all();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anAnswerDoesNotDependOnTheBatch(Kernels kernels) {
    try (kernels) {
      assertIndependent(kernels, Requests.SMALL, 6, 19, 0, 1, 14);
      assertIndependent(kernels, Requests.WIDE, 50, 1, 64, 0, 33, 7, 16, 2);
    }
  }

  private static void assertIndependent(Kernels kernels, ComposerSpec spec, int... lengths) {
    int count = lengths.length;
    int width = spec.width();
    int[] counts = new int[count];
    for (int r = 0; r < count; r++) {
      counts[r] = (r * 17 + 5) % 40;
    }
    Requests requests = new Requests(spec, 3);
    EventBatch events = requests.events(lengths);
    CandidateBatch candidates = requests.candidates(counts);
    BeamConfig config = new BeamConfig(7, 1, 5);
    Beams together = new Beams(count, 7, 5);
    Beams alone = new Beams(1, 7, 5);
    float[] shoppers = new float[count * width];
    float[] shopper = new float[width];
    TopK best = new TopK(count, 4);
    TopK bestAlone = new TopK(1, 4);
    try (ComposerModel model =
        ComposerModels.create(spec, RandomComposer.weights(spec, 7), kernels, Precision.FP32)) {
      model.compose(events, candidates, config, together);
      model.encode(events, Rows.of(shoppers, width));
      model.recommend(events, null, best);
      for (int r = 0; r < count; r++) {
        EventBatch own = Requests.only(events, r);
        model.compose(own, Requests.only(candidates, r), config, alone);
        assertThat(alone.found(0)).isEqualTo(together.found(r));
        for (int rank = 0; rank < alone.found(0); rank++) {
          assertThat(chosen(alone, 0, rank)).isEqualTo(chosen(together, r, rank));
          assertThat(alone.logProbability(0, rank)).isEqualTo(together.logProbability(r, rank));
        }
        model.encode(own, Rows.of(shopper, width));
        assertThat(shopper).isEqualTo(Arrays.copyOfRange(shoppers, r * width, (r + 1) * width));
        model.recommend(own, null, bestAlone);
        for (int rank = 0; rank < 4; rank++) {
          assertThat(bestAlone.item(0, rank)).isEqualTo(best.item(r, rank));
          assertThat(bestAlone.score(0, rank)).isEqualTo(best.score(r, rank));
        }
      }
    }
  }
}
