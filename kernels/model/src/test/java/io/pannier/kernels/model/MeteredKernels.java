package io.pannier.kernels.model;

import com.sun.management.ThreadMXBean;
import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Kernels that know how many bytes were allocated inside of them. */
final class MeteredKernels implements Kernels {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Kernels kernels;
  private long inside;

  MeteredKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  long inside() {
    return inside;
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
    long before = allocated();
    kernels.multiply(a, rows, b, epilogue, c);
    inside += allocated() - before;
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    long before = allocated();
    kernels.selfAttention(spec, query, key, value, sequences, out);
    inside += allocated() - before;
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
    long before = allocated();
    kernels.crossAttention(spec, query, beams, key, value, contexts, out);
    inside += allocated() - before;
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    long before = allocated();
    kernels.layerNorm(in, rows, norm, out);
    inside += allocated() - before;
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    return kernels.table(weights, rows, width);
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    long before = allocated();
    kernels.gather(table, ids, count, accumulate, out);
    inside += allocated() - before;
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    return kernels.catalogue(items, count, width, precision);
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    long before = allocated();
    kernels.topK(catalogue, queries, count, hidden, out);
    inside += allocated() - before;
  }

  @Override
  public void close() {
    kernels.close();
  }
}
