package io.pannier.app;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import org.jspecify.annotations.Nullable;

/** A model with kernels of its own, which end with it: a strategy has only the model to close. */
record GrantedComposer(ComposerModel model, Kernels kernels) implements ComposerModel {
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
    model.recommend(events, hidden, out);
  }

  @Override
  public void compose(EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
    model.compose(events, candidates, config, out);
  }

  @Override
  public void close() {
    try (kernels) {
      model.close();
    }
  }
}
