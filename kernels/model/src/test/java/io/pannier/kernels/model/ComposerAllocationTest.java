package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TopK;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A service in steady state must not feed the garbage collector. */
class ComposerAllocationTest {
  private static final int CALLS = 100;
  private static final int MOST_ROUNDS = 200;

  /** Less than one row of the context for each of its tokens, or one list for each beam. */
  private static final long MOST_BYTES = 12 << 10;

  @Test
  void nextToNothingIsAllocatedOnceMemoryHasGrown() {
    Requests requests = new Requests(Requests.WIDE, 1);
    EventBatch events = requests.events(64, 20, 33);
    CandidateBatch candidates = requests.candidates(60, 30, 45);
    BeamConfig config = new BeamConfig(16, 5, 5);
    Beams beams = new Beams(3, 16, 5);
    TopK best = new TopK(3, 50);
    try (Kernels kernels =
            Backends.all().filter(k -> k.backend() == Backend.SIMD).findFirst().orElseThrow();
        ComposerModel model =
            ComposerModels.create(
                Requests.WIDE, RandomComposer.weights(Requests.WIDE, 1), kernels, Precision.FP32)) {
      assertSettles("a composition", () -> model.compose(events, candidates, config, beams));
      assertSettles("a recommendation", () -> model.recommend(events, null, best));
    }
  }

  /** Until the compiler has seen the loops, vectors are objects on the heap. */
  private static void assertSettles(String what, Runnable action) {
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && bytes >= MOST_BYTES; round++) {
      bytes = allocated(action, CALLS);
    }
    assertThat(bytes).as("bytes of " + what).isLessThan(MOST_BYTES);
  }

  private static long allocated(Runnable action, int calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      action.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
  }
}
