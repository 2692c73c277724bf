package io.pannier.kernels.model;

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

/**
 * A composer that is put together from the operations of any {@link Kernels}. It keeps its memory
 * between calls. One runtime belongs to one instance of kernels and one thread; runtimes share
 * their weights.
 */
public final class ComposerRuntime implements ComposerModel {
  private final Kernels kernels;
  private final ComposerWeights weights;
  private final @Nullable ComposerWeights owned;
  private final Encoder encoder;
  private final BeamSearch search;

  /**
   * @param kernels stays the caller's to close, after this
   * @param weights prepared by the same backend; stay the caller's to close, after this
   */
  public ComposerRuntime(Kernels kernels, ComposerWeights weights) {
    this(kernels, weights, null);
  }

  private ComposerRuntime(
      Kernels kernels, ComposerWeights weights, @Nullable ComposerWeights owned) {
    this.kernels = kernels;
    this.weights = weights;
    this.owned = owned;
    this.encoder = new Encoder(kernels, weights);
    this.search = new BeamSearch(kernels, weights);
  }

  /** A runtime that closes the weights with itself. */
  static ComposerRuntime owning(Kernels kernels, ComposerWeights weights) {
    return new ComposerRuntime(kernels, weights, weights);
  }

  @Override
  public ComposerSpec spec() {
    return weights.spec();
  }

  @Override
  public String description() {
    ComposerSpec spec = spec();
    return "composer of "
        + spec.encoderLayers()
        + " + "
        + spec.decoderLayers()
        + " layers, width "
        + spec.width()
        + ", "
        + spec.items()
        + " items scanned in "
        + weights.catalogue().precision()
        + ", on "
        + kernels.description();
  }

  @Override
  public void encode(EventBatch events, Rows out) {
    ComposerInputs.requireEvents(spec(), events);
    int count = events.sequences().count();
    int width = spec().width();
    out.require("shoppers", count, width);
    Rows shoppers = encoder.shoppers(events);
    for (int s = 0; s < count; s++) {
      int to = out.offset() + s * out.stride();
      System.arraycopy(shoppers.data(), s * width, out.data(), to, width);
    }
  }

  @Override
  public void recommend(EventBatch events, long @Nullable [] hidden, TopK out) {
    ComposerInputs.requireEvents(spec(), events);
    int count = events.sequences().count();
    ComposerInputs.requireRoom(count, out);
    kernels.topK(weights.catalogue(), encoder.shoppers(events), count, hidden, out);
  }

  @Override
  public void compose(EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
    ComposerInputs.requireEvents(spec(), events);
    int count = events.sequences().count();
    ComposerInputs.requireCandidates(spec(), count, candidates);
    ComposerInputs.requireBeams(spec(), count, config, out);
    search.run(encoder.states(events), events.sequences(), candidates, config, out);
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
