package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/** A backend that adds instead of multiplying, and fails when it is told to. */
final class FakeKernels implements Kernels {
  private final Backend backend;
  @Nullable StandardErrorCode failing;
  int packed;
  boolean closed;

  FakeKernels(Backend backend) {
    this.backend = backend;
  }

  private void maybeFail() {
    if (failing != null) {
      throw new PannierException(failing, "told to fail");
    }
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public String description() {
    return backend.word() + ": fake";
  }

  private record FakeMatrix(FakeKernels owner, float first, int rows, int columns)
      implements PackedMatrix {
    @Override
    public void close() {
      // Held by the heap.
    }
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    maybeFail();
    packed++;
    return new FakeMatrix(this, matrix[0], rows, columns);
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    FakeMatrix matrix = Requirements.own(FakeMatrix.class, b);
    if (matrix.owner.backend != backend) {
      throw new PannierException(StandardErrorCode.KERNEL_OPERAND_FOREIGN, "of another backend");
    }
    maybeFail();
    c.data()[0] = a.data()[0] + matrix.first;
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    maybeFail();
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
    maybeFail();
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    maybeFail();
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    throw new AssertionError("not used");
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    throw new AssertionError("not used");
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    throw new AssertionError("not used");
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    throw new AssertionError("not used");
  }

  @Override
  public void close() {
    closed = true;
  }
}
