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
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.scalar.ScalarKernels;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResilientComposerTest {
  private static final ComposerSpec SPEC = Requests.SMALL;

  private final EventBatch events = new Requests(SPEC, 1).events(5);
  private int made;

  /** A device whose every call fails. */
  private record Failing(StandardErrorCode code) implements ComposerModel {
    private PannierException failure() {
      return new PannierException(code, "told to fail");
    }

    @Override
    public ComposerSpec spec() {
      return SPEC;
    }

    @Override
    public String description() {
      return "on a device";
    }

    @Override
    public void encode(EventBatch batch, Rows out) {
      throw failure();
    }

    @Override
    public void recommend(EventBatch batch, long @Nullable [] hidden, TopK out) {
      throw failure();
    }

    @Override
    public void compose(EventBatch batch, CandidateBatch candidates, BeamConfig config, Beams out) {
      throw failure();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private ComposerModel operations(Kernels kernels) {
    made++;
    return ComposerModels.create(SPEC, RandomComposer.weights(SPEC, 4), kernels, Precision.FP32);
  }

  @Test
  void theCallThatMeetsTheLossIsAnsweredAndTheNextOnesToo() {
    try (Kernels kernels = new ScalarKernels();
        ComposerModel expected = operations(kernels);
        ComposerModel model =
            new ResilientComposer(
                new Failing(StandardErrorCode.DEVICE_LOST), () -> operations(kernels))) {
      assertThat(model.description()).isEqualTo("on a device");
      float[] one = new float[SPEC.width()];
      float[] two = new float[SPEC.width()];
      model.encode(events, Rows.of(one, SPEC.width()));
      expected.encode(events, Rows.of(two, SPEC.width()));
      assertThat(one).isEqualTo(two);
      TopK best = new TopK(1, 3);
      model.recommend(events, null, best);
      assertThat(best.item(0, 0)).isNotEqualTo(TopK.NO_ITEM);
      assertThat(model.description()).contains("scalar");
      assertThat(made).isEqualTo(2);
    }
  }

  @Test
  void aMistakeOfTheCallerIsNoLossOfTheDevice() {
    try (ComposerModel model =
        new ResilientComposer(
            new Failing(StandardErrorCode.KERNEL_SHAPE_MISMATCH),
            () -> {
              throw new AssertionError("no standby is needed");
            })) {
      assertThatThrownBy(() -> model.recommend(events, null, new TopK(1, 3)))
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.KERNEL_SHAPE_MISMATCH));
    }
  }
}
