package io.pannier.kernels.model;

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
import io.pannier.kernels.scalar.ScalarKernels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** Code that several shoppers or hidden items take would else be met cold by the first ones. */
  @Test
  void asksForSeveralShoppersAndWithHiddenItemsToo() {
    List<String> asked = new ArrayList<>();
    try (ComposerModel model = new Listening(model(Requests.SMALL), asked)) {
      WarmUp.run(model, Duration.ZERO);
    }
    assertThat(asked).containsExactly("recommend 1", "recommend 7 hiding", "compose 1");
  }

  private record Listening(ComposerModel model, List<String> asked) implements ComposerModel {
    @Override
    public ComposerSpec spec() {
      return model.spec();
    }

    @Override
    public String description() {
      return model.description();
    }

    @Override
    public void encode(EventBatch events, Rows out) {
      model.encode(events, out);
    }

    @Override
    public void recommend(EventBatch events, long @Nullable [] hidden, TopK out) {
      asked.add("recommend " + events.sequences().count() + (hidden == null ? "" : " hiding"));
      model.recommend(events, hidden, out);
    }

    @Override
    public void compose(
        EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
      asked.add("compose " + events.sequences().count());
      model.compose(events, candidates, config, out);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
