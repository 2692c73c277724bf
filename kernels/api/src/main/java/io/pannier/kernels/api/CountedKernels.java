package io.pannier.kernels.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kernels that tell a listener what they ran. */
final class CountedKernels implements Kernels {
  private final Kernels kernels;
  private final KernelListener listener;

  CountedKernels(Kernels kernels, KernelListener listener) {
    this.kernels = kernels;
    this.listener = listener;
  }

  private void ran(KernelOperation operation) {
    listener.ran(kernels.backend(), operation);
  }

  @Override
  public Backend backend() {
    return kernels.backend();
  }

  @Override
  public String description() {
    return kernels.description();
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    return kernels.pack(matrix, rows, columns);
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    kernels.multiply(a, rows, b, epilogue, c);
    ran(KernelOperation.MULTIPLY);
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    kernels.selfAttention(spec, query, key, value, sequences, out);
    ran(KernelOperation.SELF_ATTENTION);
  }

  @Override
  public void crossAttention(
      AttentionSpec spec,
      Rows query,
      Sequences beams,
      Rows key,
      Rows value,
      Sequences contexts,
      Rows out) {
    kernels.crossAttention(spec, query, beams, key, value, contexts, out);
    ran(KernelOperation.CROSS_ATTENTION);
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    kernels.layerNorm(in, rows, norm, out);
    ran(KernelOperation.LAYER_NORM);
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    return kernels.table(weights, rows, width);
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    kernels.gather(table, ids, count, accumulate, out);
    ran(KernelOperation.GATHER);
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    return kernels.catalogue(items, count, width, precision);
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    kernels.topK(catalogue, queries, count, hidden, out);
    ran(KernelOperation.TOP_K);
  }

  @Override
  public Optional<ComposerModel> composer(ComposerSpec spec, TensorSource weights) {
    return kernels.composer(spec, weights).map(CountedComposer::new);
  }

  @Override
  public void close() {
    kernels.close();
  }

  /** A model in a backend's own memory, counted like an operation. */
  private final class CountedComposer implements ComposerModel {
    private final ComposerModel model;

    CountedComposer(ComposerModel model) {
      this.model = model;
    }

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
      ran(KernelOperation.ENCODE);
    }

    @Override
    public void recommend(EventBatch events, long @Nullable [] hidden, TopK out) {
      model.recommend(events, hidden, out);
      ran(KernelOperation.RECOMMEND);
    }

    @Override
    public void compose(
        EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
      model.compose(events, candidates, config, out);
      ran(KernelOperation.COMPOSE);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
