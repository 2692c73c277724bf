package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.RandomComposer;
import io.pannier.kernels.scalar.ScalarKernels;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The composer on the device against the one that is put together from the scalar operations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaComposerTest {
  private static final ComposerSpec SPEC =
      new ComposerSpec(32, 2, 2, 2, 64, 300, 12, 6, 4, 10, 24, 12, 200, 5);
  private static final int[] LENGTHS = {7, 0, 70, 1, 130, 33};
  private static final int[] CANDIDATES = {9, 5, 70, 0, 40, 2};

  /** bf16 keeps 8 bits; a few layers of it. */
  private static final double HALF_TOLERANCE = 0.06;

  private static final double TOLERANCE = 1e-4;

  private EmulatedKernels emulated;
  private ComposerModel reference;
  private ComposerModel exact;
  private ComposerModel fused;

  @SuppressWarnings("NullAway.Init")
  CudaComposerTest() {}

  @BeforeAll
  void open() {
    emulated = EmulatedKernels.open(Emulator.Order.RANDOM);
    var weights = RandomComposer.weights(SPEC, 3);
    reference = ComposerModels.create(SPEC, weights, new ScalarKernels(), Precision.FP32);
    exact = load(true);
    fused = load(false);
  }

  private ComposerModel load(boolean fp32) {
    return CudaComposer.load(
            emulated.device(), 1L << 30, SPEC, RandomComposer.weights(SPEC, 3), fp32)
        .orElseThrow();
  }

  @AfterAll
  void close() {
    if (emulated != null) {
      exact.close();
      fused.close();
      emulated.close();
      reference.close();
    }
  }

  private static float[] encode(ComposerModel model, EventBatch events) {
    int count = events.sequences().count();
    float[] out = new float[count * SPEC.width()];
    Arrays.fill(out, Float.NaN);
    model.encode(events, Rows.of(out, SPEC.width()));
    return out;
  }

  private static TopK recommend(ComposerModel model, EventBatch events, long[] hidden) {
    TopK out = new TopK(events.sequences().count(), 12);
    model.recommend(events, hidden, out);
    return out;
  }

  private static Beams compose(
      ComposerModel model, EventBatch events, CandidateBatch candidates, BeamConfig config) {
    Beams out = new Beams(events.sequences().count(), config.width(), config.maxItems());
    model.compose(events, candidates, config, out);
    return out;
  }

  @Test
  void whatItRunsOnIsSaid() {
    assertThat(exact.description()).contains("emulator", "encoder in fp32");
    assertThat(fused.description()).contains("emulator", "fused in bf16");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4})
  void shoppersAreReadAsByTheOperations(double hidden) {
    EventBatch events = new ComposerCalls(SPEC, 1).events(hidden, LENGTHS);
    float[] expected = encode(reference, events);
    float[] found = encode(exact, events);
    float[] halves = encode(fused, events);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within((float) TOLERANCE));
      assertThat(halves[i]).isCloseTo(expected[i], within((float) HALF_TOLERANCE));
    }
    // The shopper without events.
    assertThat(Arrays.copyOfRange(halves, SPEC.width(), 2 * SPEC.width())).containsOnly(0f);
  }

  @Test
  void itemsAreRecommendedAsByTheOperations() {
    EventBatch events = new ComposerCalls(SPEC, 2).events(0, LENGTHS);
    long[] hidden = {0x5555555555555555L, -1L, 0};
    for (long[] set : new long[][] {new long[0], hidden}) {
      TopK expected = recommend(reference, events, set);
      TopK found = recommend(exact, events, set);
      assertThat(found.items()).isEqualTo(expected.items());
      for (int i = 0; i < found.scores().length; i++) {
        assertThat(found.scores()[i]).isCloseTo(expected.scores()[i], within(1e-3f));
      }
    }
  }

  @Test
  void bundlesAreComposedAsByTheOperations() {
    ComposerCalls calls = new ComposerCalls(SPEC, 4);
    EventBatch events = calls.events(0.2, LENGTHS);
    for (BeamConfig config :
        new BeamConfig[] {
          new BeamConfig(1, 1, 1), new BeamConfig(4, 2, 3), new BeamConfig(9, 1, 5)
        }) {
      CandidateBatch candidates = calls.candidates(true, CANDIDATES);
      Beams expected = compose(reference, events, candidates, config);
      Beams found = compose(exact, events, candidates, config);
      for (int r = 0; r < LENGTHS.length; r++) {
        assertThat(found.found(r)).as("request %s", r).isEqualTo(expected.found(r));
        for (int b = 0; b < found.found(r); b++) {
          assertThat(found.logProbability(r, b))
              .isCloseTo(expected.logProbability(r, b), within(1e-3f));
          assertThat(bundle(found, r, b)).isEqualTo(bundle(expected, r, b));
        }
      }
    }
  }

  private static int[] bundle(Beams beams, int request, int rank) {
    int[] items = new int[beams.length(request, rank)];
    for (int i = 0; i < items.length; i++) {
      items[i] = beams.chosen(request, rank, i);
    }
    return items;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aShopperDoesNotDependOnTheOthersToTheBit(boolean fp32) {
    ComposerModel model = fp32 ? exact : fused;
    ComposerCalls calls = new ComposerCalls(SPEC, 5);
    EventBatch events = calls.events(0.2, LENGTHS);
    CandidateBatch candidates = calls.candidates(false, CANDIDATES);
    BeamConfig config = new BeamConfig(4, 1, 4);
    float[] together = encode(model, events);
    Beams beams = compose(model, events, candidates, config);
    TopK best = recommend(model, events, new long[0]);
    for (int s = 0; s < LENGTHS.length; s++) {
      EventBatch alone = ComposerCalls.only(events, s);
      int width = SPEC.width();
      assertThat(encode(model, alone))
          .isEqualTo(Arrays.copyOfRange(together, s * width, (s + 1) * width));
      TopK one = recommend(model, alone, new long[0]);
      assertThat(one.items()).isEqualTo(Arrays.copyOfRange(best.items(), s * 12, s * 12 + 12));
      assertThat(one.scores()).isEqualTo(Arrays.copyOfRange(best.scores(), s * 12, s * 12 + 12));
      Beams single = compose(model, alone, ComposerCalls.only(candidates, s), config);
      assertThat(single.found(0)).isEqualTo(beams.found(s));
      for (int b = 0; b < single.found(0); b++) {
        assertThat(bundle(single, 0, b)).isEqualTo(bundle(beams, s, b));
        assertThat(single.logProbability(0, b)).isEqualTo(beams.logProbability(s, b));
      }
    }
  }

  /** The first call launches one by one, the second records, the third replays. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReplayedGraphReadsTheInputsOfItsOwnCall(boolean fp32) {
    try (ComposerModel fresh = load(fp32)) {
      BeamConfig config = new BeamConfig(3, 1, 3);
      for (int call = 0; call < 5; call++) {
        ComposerCalls calls = new ComposerCalls(SPEC, 100 + call);
        // Different lengths of the same buckets.
        EventBatch events = calls.events(0, 30 + call, 20 - call, 3);
        CandidateBatch candidates = calls.candidates(true, 20 + call, 11, 5);
        ComposerModel other = fp32 ? exact : fused;
        assertThat(encode(fresh, events)).isEqualTo(encode(other, events));
        assertThat(recommend(fresh, events, new long[] {call}).items())
            .isEqualTo(recommend(other, events, new long[] {call}).items());
        Beams found = compose(fresh, events, candidates, config);
        Beams expected = compose(reference, events, candidates, config);
        for (int r = 0; r < 3; r++) {
          assertThat(found.found(r)).isEqualTo(expected.found(r));
          if (fp32) {
            assertThat(bundle(found, r, 0)).isEqualTo(bundle(expected, r, 0));
          }
        }
      }
    }
  }

  @Test
  void inSteadyStateACallIsOneGraphAndNothingIsAllocated() {
    try (ComposerModel fresh = load(false)) {
      EventBatch events = new ComposerCalls(SPEC, 6).events(0, 50);
      for (int call = 0; call < 3; call++) {
        encode(fresh, events);
      }
      long calls = emulated.driver().calls();
      long allocations = emulated.driver().allocationCalls();
      encode(fresh, events);
      assertThat(emulated.driver().allocationCalls()).isEqualTo(allocations);
      // Bind, fill with NaN (in tests), launch the graph, wait.
      assertThat(emulated.driver().calls() - calls).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Emulator.Order.class,
      names = {"FORWARD", "REVERSE"})
  void theOrderOfThreadsDoesNotMatter(Emulator.Order order) {
    ComposerCalls calls = new ComposerCalls(SPEC, 7);
    EventBatch events = calls.events(0.1, LENGTHS);
    CandidateBatch candidates = calls.candidates(false, CANDIDATES);
    BeamConfig config = new BeamConfig(5, 2, 4);
    float[] vectors = encode(fused, events);
    Beams beams = compose(fused, events, candidates, config);
    Emulator.get().configure(order, 9);
    try {
      assertThat(encode(fused, events)).isEqualTo(vectors);
      Beams again = compose(fused, events, candidates, config);
      for (int r = 0; r < LENGTHS.length; r++) {
        for (int b = 0; b < beams.found(r); b++) {
          assertThat(bundle(again, r, b)).isEqualTo(bundle(beams, r, b));
        }
      }
    } finally {
      Emulator.get().configure(Emulator.Order.RANDOM, 1);
    }
  }

  @Test
  void aFailureWhileRecordingIsReportedAndTheNextCallIsRight() {
    try (ComposerModel fresh = load(false)) {
      EventBatch events = new ComposerCalls(SPEC, 8).events(0, 20, 5);
      float[] expected = encode(fresh, events);
      for (int call = 1; call < 40; call += 3) {
        emulated.driver().failAt(call, CudaResult.LAUNCH_OUT_OF_RESOURCES);
        try {
          encode(fresh, events);
        } catch (PannierException e) {
          assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_FAILED);
        }
        emulated.driver().failAt(Long.MAX_VALUE / 2, 0);
        assertThat(encode(fresh, events)).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatTheModelDoesNotKnowIsRefused() {
    ComposerCalls calls = new ComposerCalls(SPEC, 9);
    EventBatch events = calls.events(0, 4);
    events.items()[2] = SPEC.items();
    refuse(() -> encode(exact, events));
    refuse(() -> encode(exact, calls.events(0, SPEC.maxEvents() + 1)));
    EventBatch good = calls.events(0, 4);
    refuse(() -> compose(exact, good, calls.candidates(false, 3, 3), new BeamConfig(2, 1, 2)));
    refuse(() -> compose(exact, good, calls.candidates(false, 3), new BeamConfig(2, 1, 6)));
    refuse(() -> exact.encode(good, Rows.of(new float[31], 32)));
    refuse(() -> exact.recommend(good, null, new TopK(0, 5)));
  }

  private static void refuse(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_SHAPE_MISMATCH));
  }

  /** At whatever tensor memory runs out. */
  @Test
  void aModelThatDoesNotFitLeavesNothing() {
    long used = emulated.device().memory().used();
    int refused = 0;
    for (long room = 50_000; ; room += 40_000) {
      long limit = used + room;
      try {
        CudaComposer.load(emulated.device(), limit, SPEC, RandomComposer.weights(SPEC, 3), false)
            .orElseThrow()
            .close();
        assertThat(refused).isGreaterThan(3);
        return;
      } catch (PannierException e) {
        assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_MEMORY_EXHAUSTED);
        refused++;
      }
      assertThat(emulated.device().memory().used()).isEqualTo(used);
    }
  }
}
