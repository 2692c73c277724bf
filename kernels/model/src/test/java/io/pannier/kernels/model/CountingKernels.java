package io.pannier.kernels.model;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.api.TopK;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kernels that count the operands which are prepared and not closed yet; they compute nothing. */
final class CountingKernels implements Kernels {
  private int prepared;
  private int open;
  private @Nullable ComposerModel own;

  private record Matrix(CountingKernels owner, int rows, int columns) implements PackedMatrix {
    @Override
    public void close() {
      owner.open--;
    }
  }

  private record Table(CountingKernels owner, int rows, int width) implements EmbeddingTable {
    @Override
    public void close() {
      owner.open--;
    }
  }

  private record Items(CountingKernels owner, int items, int width, Precision precision)
      implements Catalogue {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void close() {
      owner.open--;
    }
  }

  int prepared() {
    return prepared;
  }

  int open() {
    return open;
  }

  /** From now on the backend has this form of every model. */
  void offer(ComposerModel model) {
    own = model;
  }

  private void count() {
    prepared++;
    open++;
  }

  @Override
  public Backend backend() {
    return Backend.SCALAR;
  }

  @Override
  public String description() {
    return "counting";
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    count();
    return new Matrix(this, rows, columns);
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    count();
    return new Table(this, rows, width);
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    count();
    return new Items(this, count, width, precision);
  }

  @Override
  public Optional<ComposerModel> composer(ComposerSpec spec, TensorSource weights) {
    return Optional.ofNullable(own);
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    throw new AssertionError("nothing is computed");
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    throw new AssertionError("nothing is computed");
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
    throw new AssertionError("nothing is computed");
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    throw new AssertionError("nothing is computed");
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    throw new AssertionError("nothing is computed");
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    throw new AssertionError("nothing is computed");
  }

  @Override
  public void close() {
    // Operands are closed by whoever prepared them.
  }
}
