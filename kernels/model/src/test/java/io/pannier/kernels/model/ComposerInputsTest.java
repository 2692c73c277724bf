package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.scalar.ScalarKernels;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ComposerInputsTest {
  private static final ComposerSpec SPEC = Requests.SMALL;

  @Test
  void refusesRequestsOutsideTheModel() {
    Requests requests = new Requests(SPEC, 10);
    CandidateBatch one = requests.candidates(3);
    EventBatch events = requests.events(4);
    BeamConfig config = new BeamConfig(2, 1, 3);
    Beams beams = new Beams(1, 2, 3);
    TopK best = new TopK(1, 3);
    int[] ids = {0, 0, 0, 0};
    Sequences four = Sequences.of(0, 4);
    Sequences timed = new Sequences(new int[] {0, 4}, 1, new int[4], null);
    try (Kernels kernels = new ScalarKernels();
        ComposerModel model =
            ComposerModels.create(SPEC, RandomComposer.weights(SPEC, 7), kernels, Precision.FP32)) {
      assertMismatch(() -> model.recommend(requests.events(20), null, best), "reads 19");
      assertMismatch(
          () -> model.recommend(new EventBatch(four, ids, ids, ids, ids), null, best), "times");
      for (int wrong : new int[] {-2, SPEC.items(), Integer.MAX_VALUE}) {
        int[] bad = {0, 0, wrong, 0};
        assertMismatch(
            () -> model.recommend(new EventBatch(timed, bad, ids, ids, ids), null, best),
            "item of event 2 is " + wrong);
        assertMismatch(
            () -> model.recommend(new EventBatch(timed, ids, bad, ids, ids), null, best),
            "category of event 2");
        assertMismatch(
            () -> model.recommend(new EventBatch(timed, ids, ids, bad, ids), null, best),
            "price of event 2");
        assertMismatch(
            () -> model.recommend(new EventBatch(timed, ids, ids, ids, bad), null, best),
            "type of event 2");
        assertMismatch(
            () ->
                model.compose(events, new CandidateBatch(four, bad, ids, ids, null), config, beams),
            "item of candidate 2");
      }
      int[] three = {0, 0, 0};
      assertMismatch(
          () -> model.recommend(new EventBatch(timed, three, ids, ids, ids), null, best),
          "3 ids for 4");
      assertMismatch(() -> model.recommend(events, null, new TopK(0, 3)), "room for");
      assertMismatch(() -> model.encode(events, Rows.of(new float[2], SPEC.width())), "shoppers");
      assertMismatch(
          () -> model.compose(events, requests.candidates(3, 3), config, beams), "as many");
      assertMismatch(
          () ->
              model.compose(
                  events, new CandidateBatch(four, ids, ids, ids, new boolean[3]), config, beams),
          "3 permissions");
      assertMismatch(
          () -> model.compose(events, one, new BeamConfig(2, 1, 7), new Beams(1, 2, 7)),
          "7 items are asked for");
      assertMismatch(
          () -> model.compose(events, one, config, new Beams(1, 3, 3)), "room for 3 bundles");
      assertMismatch(
          () -> model.compose(events, one, config, new Beams(1, 2, 2)), "bundles of 2 items");
      assertMismatch(
          () ->
              model.compose(
                  requests.events(4, 4), requests.candidates(3, 3), config, new Beams(1, 2, 3)),
          "room for 1 requests");
      Sequences backwards = new Sequences(new int[] {0, 4, 2}, 2, new int[4], null);
      assertThatThrownBy(
              () -> model.recommend(new EventBatch(backwards, ids, ids, ids, ids), null, best))
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_OFFSETS_INVALID));
      model.compose(events, one, config, beams);
      assertThat(beams.found(0)).isPositive();
    }
  }

  private static void assertMismatch(ThrowingCallable action, String message) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_SHAPE_MISMATCH))
        .hasMessageContaining(message);
  }
}
