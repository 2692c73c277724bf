package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.scalar.ScalarKernels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final Kernels kernels = new ScalarKernels();

  private ComposerModel model(ComposerSpec spec) {
    return ComposerModels.create(spec, RandomComposer.weights(spec, 1), kernels, Precision.FP32);
  }

  @Test
  void goesOnUntilCallsStopGettingFaster() {
    try (ComposerModel model = model(Requests.SMALL)) {
      WarmUp.Outcome outcome = WarmUp.run(model, Duration.ofMinutes(1));
      assertThat(outcome.calls()).isGreaterThanOrEqualTo(200);
      assertThat(outcome.fastest()).isLessThan(outcome.first()).isPositive();
    }
  }

  @Test
  void endsWhenItsTimeIsOver() {
    try (ComposerModel model = model(Requests.WIDE)) {
      assertThat(WarmUp.run(model, Duration.ZERO).calls()).isEqualTo(1);
    }
  }

  /** The least that a model can be: every bound of an id is 1. */
  @Test
  void fitsTheSmallestModel() {
    ComposerSpec least = new ComposerSpec(1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    try (ComposerModel model = model(least)) {
      assertThat(WarmUp.run(model, Duration.ofSeconds(1)).calls()).isPositive();
    }
  }
}
