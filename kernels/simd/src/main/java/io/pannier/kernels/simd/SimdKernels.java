package io.pannier.kernels.simd;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Requirements.FiniteCheck;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The Vector API on one or a few cores, without allocation once the workspace has grown. */
public final class SimdKernels implements Kernels {
  private final WorkCrew crew;
  private final FiniteCheck finite;
  private final MatrixProduct product;
  private final Attention attention;
  private final CatalogueScan scan;
  private final float[] lanes = new float[Lanes.COUNT];
  private float[] apart = new float[0];

  /**
   * @param threads that a call may use, the caller's included
   */
  public SimdKernels(int threads) {
    crew = new WorkCrew(threads);
    finite = new Finiteness(crew)::require;
    product = new MatrixProduct(crew);
    attention = new Attention(crew);
    scan = new CatalogueScan(crew);
  }

  WorkCrew crew() {
    return crew;
  }

  @Override
  public Backend backend() {
    return Backend.SIMD;
  }

  @Override
  public String description() {
    return "simd: %d-bit vectors, tiles of %d x %d at %.0f GFLOP/s, %d threads"
        .formatted(
            Lanes.FLOATS.vectorBitSize(),
            TileShape.CHOSEN.rows(),
            SimdMatrix.PANEL,
            TileShape.CHOSEN.gigaflops(),
            crew.workers());
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    Requirements.matrix("right operand", matrix, rows, columns);
    return new SimdMatrix(matrix, rows, columns);
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    Requirements.multiply(a, rows, b, epilogue, c, finite);
    product.multiply(a, rows, Requirements.own(SimdMatrix.class, b), epilogue, c);
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    Requirements.selfAttention(spec, query, key, value, sequences, out, finite);
    attention.attend(spec, query, sequences, key, value, sequences, out);
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
    Requirements.crossAttention(spec, query, beams, key, value, contexts, out, finite);
    attention.attend(spec, query, beams, key, value, contexts, out);
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    Requirements.layerNorm(in, rows, norm, out, finite);
    Rows from = in;
    int width = norm.width();
    if (Overlap.between(in, rows, width, out, rows, width) && !Overlap.same(in, out)) {
      from = copy(in, rows, width);
    }
    for (int r = 0; r < rows; r++) {
      RowNorm.apply(
          norm,
          from.data(),
          from.offset() + r * from.stride(),
          out.data(),
          out.offset() + r * out.stride(),
          lanes);
    }
  }

  private Rows copy(Rows in, int rows, int width) {
    if (apart.length < rows * width) {
      apart = new float[rows * width];
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(in.data(), in.offset() + r * in.stride(), apart, r * width, width);
    }
    return Rows.of(apart, width);
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    Requirements.matrix("embedding table", weights, rows, width);
    return new SimdTable(Arrays.copyOf(weights, rows * width), rows, width);
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    Requirements.gather(table, ids, count, out);
    Requirements.own(SimdTable.class, table).gather(ids, count, accumulate, out);
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    Requirements.matrix("catalogue", items, count, width);
    return new SimdCatalogue(items, count, width, precision);
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    Requirements.topK(catalogue, queries, count, out, finite);
    scan.topK(Requirements.own(SimdCatalogue.class, catalogue), queries, count, hidden, out);
  }

  @Override
  public void close() {
    crew.close();
  }
}
