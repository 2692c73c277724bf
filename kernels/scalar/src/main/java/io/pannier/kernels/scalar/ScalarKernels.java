package io.pannier.kernels.scalar;

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
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The specification: plain loops that accumulate in float64 and round once. Slow, obvious, and
 * right wherever Java runs.
 */
public final class ScalarKernels implements Kernels {
  @Override
  public Backend backend() {
    return Backend.SCALAR;
  }

  @Override
  public String description() {
    return "scalar: plain loops with float64 accumulation";
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    Requirements.matrix("right operand", matrix, rows, columns);
    return new ScalarMatrix(Arrays.copyOf(matrix, rows * columns), rows, columns);
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    Requirements.multiply(a, rows, b, epilogue, c, Requirements::finite);
    ScalarMatrix matrix = Requirements.own(ScalarMatrix.class, b);
    double[] row = new double[matrix.columns()];
    for (int i = 0; i < rows; i++) {
      matrix.product(a, i, row);
      ScalarEpilogue.apply(epilogue, i, row);
      write(row, c, i);
    }
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    Requirements.selfAttention(spec, query, key, value, sequences, out, Requirements::finite);
    ScalarAttention.of(spec, query, sequences, key, value, sequences).write(out);
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
    Requirements.crossAttention(
        spec, query, beams, key, value, contexts, out, Requirements::finite);
    ScalarAttention.of(spec, query, beams, key, value, contexts).write(out);
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    Requirements.layerNorm(in, rows, norm, out, Requirements::finite);
    double[] row = new double[norm.width()];
    for (int i = 0; i < rows; i++) {
      int start = in.offset() + i * in.stride();
      for (int j = 0; j < row.length; j++) {
        row[j] = in.data()[start + j];
      }
      ScalarEpilogue.normalise(norm, row);
      write(row, out, i);
    }
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    Requirements.matrix("embedding table", weights, rows, width);
    return new ScalarTable(Arrays.copyOf(weights, rows * width), rows, width);
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    Requirements.gather(table, ids, count, out);
    ScalarTable rows = Requirements.own(ScalarTable.class, table);
    int width = rows.width();
    for (int i = 0; i < count; i++) {
      int start = out.offset() + i * out.stride();
      for (int j = 0; j < width; j++) {
        float entry = ids[i] < 0 ? 0 : rows.weights()[ids[i] * width + j];
        out.data()[start + j] = accumulate ? out.data()[start + j] + entry : entry;
      }
    }
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    Requirements.matrix("catalogue", items, count, width);
    return new ScalarCatalogue(Arrays.copyOf(items, count * width), count, width, precision);
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    Requirements.topK(catalogue, queries, count, out, Requirements::finite);
    ScalarCatalogue items = Requirements.own(ScalarCatalogue.class, catalogue);
    for (int q = 0; q < count; q++) {
      items.best(queries, q, hidden, out);
    }
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }

  private static void write(double[] row, Rows out, int index) {
    int start = out.offset() + index * out.stride();
    for (int j = 0; j < row.length; j++) {
      out.data()[start + j] = (float) row[j];
    }
  }
}
