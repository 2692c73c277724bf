package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.ExhaustiveSearch.Bundle;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The composer on every backend, against formulas in double that remember nothing. */
class ComposerRuntimeTest {
  private static final ComposerSpec SPEC = Requests.SMALL;
  private static final TensorSource WEIGHTS = RandomComposer.weights(SPEC, 7);
  private static final double TOLERANCE = 1e-4;

  static Stream<Kernels> backends() {
    return Backends.all();
  }

  private static ComposerModel model(Kernels kernels) {
    return ComposerModels.create(SPEC, WEIGHTS, kernels, Precision.FP32);
  }

  @Test
  void theSlowAndTheFastBackendAreTested() {
    assertThat(Backends.all().map(kernels -> kernels.backend().name())).contains("SCALAR", "SIMD");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void encodesRaggedBatchesAsTheFormulasSay(Kernels kernels) {
    DoubleComposer reference = new DoubleComposer(SPEC, WEIGHTS);
    EventBatch events = new Requests(SPEC, 1).events(5, 0, 19, 1, 2, 11, 1, 1, 7);
    float[] shoppers = new float[9 * 20 + 3];
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.encode(events, new Rows(shoppers, 3, 20));
    }
    for (int s = 0; s < 9; s++) {
      double[] expected = reference.shopper(Requests.only(events, s));
      for (int d = 0; d < SPEC.width(); d++) {
        assertThat((double) shoppers[3 + s * 20 + d]).isCloseTo(expected[d], within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void recommendsTheItemsWithTheGreatestProduct(Kernels kernels) {
    DoubleComposer reference = new DoubleComposer(SPEC, WEIGHTS);
    float[] items = WEIGHTS.tensor("embedding.item", SPEC.items(), SPEC.width());
    EventBatch events = new Requests(SPEC, 2).events(12, 3);
    TopK best = new TopK(2, 5);
    long[] hidden = {0b1011L};
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.recommend(events, hidden, best);
    }
    for (int s = 0; s < 2; s++) {
      double[] shopper = reference.shopper(Requests.only(events, s));
      double[] scores = new double[SPEC.items()];
      for (int i = 0; i < scores.length; i++) {
        for (int d = 0; d < SPEC.width(); d++) {
          scores[i] += shopper[d] * items[i * SPEC.width() + d];
        }
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < scores.length; i++) {
        if (i > 3 || i == 2) {
          order.add(i);
        }
      }
      order.sort((a, b) -> Double.compare(scores[b], scores[a]));
      for (int rank = 0; rank < 5; rank++) {
        assertThat(best.item(s, rank)).isEqualTo(order.get(rank));
        assertThat((double) best.score(s, rank))
            .isCloseTo(scores[order.get(rank)], within(10 * TOLERANCE));
      }
    }
  }

  /** With room for every bundle there is, a beam search loses none. */
  @ParameterizedTest
  @MethodSource("backends")
  void findsAllBundlesWhereTheBeamIsWideEnough(Kernels kernels) {
    try (kernels;
        ComposerModel model = model(kernels)) {
      for (long seed = 0; seed < 6; seed++) {
        Requests requests = new Requests(SPEC, seed);
        EventBatch events = requests.events(8, 0, 3);
        CandidateBatch candidates = requests.candidates(4, 3, 5);
        BeamConfig config = new BeamConfig(64, 1 + (int) (seed % 2), 2 + (int) (seed % 3 / 2));
        Beams beams = new Beams(3, config.width(), config.maxItems());
        model.compose(events, candidates, config, beams);
        for (int r = 0; r < 3; r++) {
          List<Bundle> all =
              ExhaustiveSearch.of(
                  new DoubleComposer(SPEC, WEIGHTS),
                  Requests.only(events, r),
                  Requests.only(candidates, r),
                  config);
          assertBest(beams, r, all, Math.min(64, all.size()));
        }
      }
    }
  }

  /** Narrow beams may miss the best bundle, yet what they find has the probability they say. */
  @ParameterizedTest
  @MethodSource("backends")
  void saysTheProbabilityOfWhatItFinds(Kernels kernels) {
    Requests requests = new Requests(SPEC, 11);
    EventBatch events = requests.events(13, 4);
    CandidateBatch candidates = requests.candidates(6, 7);
    BeamConfig config = new BeamConfig(3, 2, 4);
    Beams beams = new Beams(2, 3, 4);
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.compose(events, candidates, config, beams);
    }
    for (int r = 0; r < 2; r++) {
      List<Bundle> all =
          ExhaustiveSearch.of(
              new DoubleComposer(SPEC, WEIGHTS),
              Requests.only(events, r),
              Requests.only(candidates, r),
              config);
      assertThat(beams.found(r)).isEqualTo(3);
      for (int rank = 0; rank < 3; rank++) {
        List<Integer> chosen = chosen(beams, r, rank);
        Bundle same = all.stream().filter(b -> b.chosen().equals(chosen)).findFirst().orElseThrow();
        assertThat((double) beams.logProbability(r, rank))
            .isCloseTo(same.logProbability(), within(10 * TOLERANCE));
        if (rank > 0) {
          assertThat(beams.logProbability(r, rank)).isLessThan(beams.logProbability(r, rank - 1));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aColdShopperHasZerosAndBundlesAllTheSame(Kernels kernels) {
    Sequences hidden =
        new Sequences(new int[] {0, 0, 2}, 2, new int[2], new boolean[] {false, false});
    int[] none = {-1, -1};
    EventBatch events = new EventBatch(hidden, none, none, none, none);
    CandidateBatch candidates = new Requests(SPEC, 4).candidates(6, 6);
    float[] shoppers = new float[2 * SPEC.width()];
    Arrays.fill(shoppers, 9);
    Beams beams = new Beams(2, 2, 2);
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.encode(events, Rows.of(shoppers, SPEC.width()));
      model.compose(events, candidates, new BeamConfig(2, 1, 2), beams);
    }
    assertThat(shoppers).containsOnly(0f);
    assertThat(beams.found(0)).isEqualTo(2);
    assertThat(beams.found(1)).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void findsFewerWhereNoMoreCanBeComposed(Kernels kernels) {
    int[] ids = {0, 1, 2, 3, 4, 5};
    int[] small = {0, 1, 2, 3, 4, 0};
    boolean[] allowed = {true, false, false, true, true, false};
    // One candidate; two forbidden; two of which one is missing for the least size; none at all.
    CandidateBatch candidates =
        new CandidateBatch(Sequences.of(0, 1, 3, 5, 5), ids, small, small, allowed);
    EventBatch events = new Requests(SPEC, 5).events(4, 4, 4, 4);
    Beams beams = new Beams(4, 4, 3);
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.compose(events, candidates, new BeamConfig(4, 1, 3), beams);
      assertThat(beams.found(0)).isEqualTo(1);
      assertThat(chosen(beams, 0, 0)).containsExactly(0);
      assertThat(beams.logProbability(0, 0)).isZero();
      assertThat(beams.found(1)).isZero();
      assertThat(beams.found(2)).isEqualTo(4);
      assertThat(beams.found(3)).isZero();

      model.compose(events, candidates, new BeamConfig(4, 3, 3), beams);
      for (int r = 0; r < 4; r++) {
        assertThat(beams.found(r)).isZero();
      }
      model.compose(events, candidates, new BeamConfig(4, 2, 3), beams);
      assertThat(beams.found(0)).isZero();
      assertThat(beams.found(2)).isEqualTo(2);
      assertThat(beams.length(2, 0)).isEqualTo(2);
    }
  }

  /** Twins have equal probabilities; the one with the smaller number comes first. */
  @ParameterizedTest
  @MethodSource("backends")
  void ordersEqualBundlesByTheirCandidates(Kernels kernels) {
    int[] same = {3, 3, 3, 3};
    CandidateBatch candidates = new CandidateBatch(Sequences.of(0, 4), same, same, same, null);
    Beams beams = new Beams(1, 5, 2);
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.compose(new Requests(SPEC, 6).events(9), candidates, new BeamConfig(5, 2, 2), beams);
    }
    assertThat(chosen(beams, 0, 0)).containsExactly(0, 1);
    assertThat(chosen(beams, 0, 1)).containsExactly(0, 2);
    assertThat(chosen(beams, 0, 2)).containsExactly(0, 3);
    assertThat(chosen(beams, 0, 3)).containsExactly(1, 0);
    assertThat(chosen(beams, 0, 4)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anEmptyBatchIsNoError(Kernels kernels) {
    Requests requests = new Requests(SPEC, 8);
    EventBatch none = requests.events();
    try (kernels;
        ComposerModel model = model(kernels)) {
      model.encode(none, Rows.of(new float[0], SPEC.width()));
      model.recommend(none, null, new TopK(0, 3));
      model.compose(none, requests.candidates(), new BeamConfig(2, 1, 2), new Beams(0, 2, 2));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void worksWithoutADecoderLayer(Kernels kernels) {
    ComposerSpec shallow = new ComposerSpec(8, 2, 1, 0, 8, 9, 5, 7, 3, 6, 4, 9, 19, 3);
    TensorSource weights = RandomComposer.weights(shallow, 5);
    Requests requests = new Requests(shallow, 9);
    EventBatch events = requests.events(7);
    CandidateBatch candidates = requests.candidates(4);
    BeamConfig config = new BeamConfig(64, 1, 3);
    Beams beams = new Beams(1, 64, 3);
    try (kernels;
        ComposerModel model = ComposerModels.create(shallow, weights, kernels, Precision.BF16)) {
      model.compose(events, candidates, config, beams);
    }
    List<Bundle> all =
        ExhaustiveSearch.of(new DoubleComposer(shallow, weights), events, candidates, config);
    assertBest(beams, 0, all, Math.min(64, all.size()));
  }

  /** Weights may be finite and still too large to compute with. */
  @ParameterizedTest
  @MethodSource("backends")
  void saysThatAModelOverflows(Kernels kernels) {
    TensorSource huge =
        (name, shape) -> {
          float[] values = WEIGHTS.tensor(name, shape);
          for (int i = 0; i < values.length; i++) {
            values[i] *= name.startsWith("embedding") ? 1 : 1e20f;
          }
          return values;
        };
    Requests requests = new Requests(SPEC, 12);
    EventBatch events = requests.events(6, 2);
    CandidateBatch candidates = requests.candidates(5, 5);
    try (kernels;
        ComposerModel model = ComposerModels.create(SPEC, huge, kernels, Precision.FP32)) {
      assertNotFinite(() -> model.recommend(events, null, new TopK(2, 3)));
      assertNotFinite(
          () -> model.compose(events, candidates, new BeamConfig(2, 1, 3), new Beams(2, 2, 3)));
    }
  }

  private static void assertNotFinite(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_INPUT_NOT_FINITE));
  }

  /** Neighbours whose probabilities differ by less than fp32 can tell may be in either order. */
  private static void assertBest(Beams beams, int request, List<Bundle> all, int expected) {
    assertThat(beams.found(request)).isEqualTo(expected);
    for (int rank = 0; rank < expected; rank++) {
      Bundle bundle = all.get(rank);
      List<Integer> found = chosen(beams, request, rank);
      double score = beams.logProbability(request, rank);
      assertThat(score).isCloseTo(bundle.logProbability(), within(10 * TOLERANCE));
      Bundle same = all.stream().filter(b -> b.chosen().equals(found)).findFirst().orElseThrow();
      assertThat(score).isCloseTo(same.logProbability(), within(10 * TOLERANCE));
    }
  }

  static List<Integer> chosen(Beams beams, int request, int rank) {
    List<Integer> chosen = new ArrayList<>();
    for (int step = 0; step < beams.length(request, rank); step++) {
      chosen.add(beams.chosen(request, rank, step));
    }
    return chosen;
  }
}
