package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

/**
 * A service in steady state must not feed the garbage collector. What the kernels allocate is
 * theirs to answer for and is not counted.
 */
class ComposerAllocationTest {
  private static final int CALLS = 20;

  /** Views and epilogues, even before the compiler removes them; no array of a row or a beam. */
  private static final long MOST_BYTES = 24 << 10;

  @Test
  void nextToNothingIsAllocatedOnceMemoryHasGrown() {
    Requests requests = new Requests(Requests.WIDE, 1);
    EventBatch events = requests.events(64, 20, 33);
    CandidateBatch candidates = requests.candidates(60, 30, 45);
    BeamConfig config = new BeamConfig(16, 5, 5);
    Beams beams = new Beams(3, 16, 5);
    TopK best = new TopK(3, 50);
    try (MeteredKernels kernels = new MeteredKernels(new ScalarKernels());
        ComposerModel model =
            ComposerModels.create(
                Requests.WIDE, RandomComposer.weights(Requests.WIDE, 1), kernels, Precision.FP32)) {
      Runnable compose = () -> model.compose(events, candidates, config, beams);
      Runnable recommend = () -> model.recommend(events, null, best);
      compose.run();
      recommend.run();
      assertThat(outside(kernels, compose)).as("bytes of a composition").isLessThan(MOST_BYTES);
      assertThat(outside(kernels, recommend))
          .as("bytes of a recommendation")
          .isLessThan(MOST_BYTES / 10);
    }
  }

  private static long outside(MeteredKernels kernels, Runnable action) {
    long inside = kernels.inside();
    long before = MeteredKernels.allocated();
    for (int i = 0; i < CALLS; i++) {
      action.run();
    }
    long all = MeteredKernels.allocated() - before;
    return (all - (kernels.inside() - inside)) / CALLS;
  }
}
