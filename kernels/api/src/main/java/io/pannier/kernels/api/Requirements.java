package io.pannier.kernels.api;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What every backend checks before it computes, so that the same mistake has the same code
 * everywhere. Each method throws a {@link PannierException} or returns; none writes anything.
 */
public final class Requirements {
  /** Most items that one scan keeps for a query. */
  public static final int MAX_K = 1024;

  /** How a backend looks for NaN and infinity: wide on the processor, later on a device. */
  @FunctionalInterface
  public interface FiniteCheck {
    /**
     * @throws PannierException KERNEL_INPUT_NOT_FINITE, from {@link #notFinite}
     */
    void require(String what, Rows rows, int count, int width);
  }

  private Requirements() {}

  /** A matrix, table or catalogue that is about to be prepared. */
  public static void matrix(String what, float[] values, int rows, int columns) {
    if (rows < 0 || columns < 0 || (long) rows * columns > values.length) {
      throw shape(
          what + ": " + rows + " x " + columns + " does not fit into " + values.length + " values");
    }
    finite(what, values, 0, rows * columns);
  }

  /** Operands of {@link Kernels#multiply}. */
  public static void multiply(
      Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c, FiniteCheck finite) {
    a.require("left operand", rows, b.rows());
    c.require("product", rows, b.columns());
    vector("bias", epilogue.bias(), b.columns());
    if (epilogue.residual() != null) {
      epilogue.residual().require("residual", rows, b.columns());
    }
    if (epilogue.norm() != null) {
      vector("norm", epilogue.norm().weight(), b.columns());
    }
    finite.require("left operand", a, rows, b.rows());
    if (epilogue.residual() != null) {
      finite.require("residual", epilogue.residual(), rows, b.columns());
    }
  }

  /** Operands of {@link Kernels#selfAttention}. */
  public static void selfAttention(
      AttentionSpec spec,
      Rows query,
      Rows key,
      Rows value,
      Sequences sequences,
      Rows out,
      FiniteCheck finite) {
    sequences.require();
    if (spec.timeBias() != null && sequences.times() == null) {
      throw shape("attention with a time bias needs the times of its tokens");
    }
    attention(spec, query, sequences.tokens(), key, value, sequences.tokens(), out, finite);
  }

  /** Operands of {@link Kernels#crossAttention}. */
  public static void crossAttention(
      AttentionSpec spec,
      Rows query,
      Sequences beams,
      Rows key,
      Rows value,
      Sequences contexts,
      Rows out,
      FiniteCheck finite) {
    beams.require();
    contexts.require();
    if (beams.count() != contexts.count()) {
      throw shape(beams.count() + " requests have " + contexts.count() + " contexts");
    }
    if (spec.causal() || spec.positionBias() != null || spec.timeBias() != null) {
      throw shape("cross attention knows neither causality nor biases");
    }
    attention(spec, query, beams.tokens(), key, value, contexts.tokens(), out, finite);
  }

  private static void attention(
      AttentionSpec spec,
      Rows query,
      int queries,
      Rows key,
      Rows value,
      int keys,
      Rows out,
      FiniteCheck finite) {
    int width = spec.width();
    query.require("query", queries, width);
    key.require("key", keys, width);
    value.require("value", keys, width);
    out.require("attention's output", queries, width);
    finite.require("query", query, queries, width);
    finite.require("key", key, keys, width);
    finite.require("value", value, keys, width);
  }

  /** Operands of {@link Kernels#layerNorm}. */
  public static void layerNorm(Rows in, int rows, LayerNorm norm, Rows out, FiniteCheck finite) {
    in.require("input", rows, norm.width());
    out.require("output", rows, norm.width());
    finite.require("input", in, rows, norm.width());
  }

  /** Operands of {@link Kernels#gather}. */
  public static void gather(EmbeddingTable table, int[] ids, int count, Rows out) {
    if (count < 0 || count > ids.length) {
      throw shape(count + " numbers are asked for of " + ids.length);
    }
    out.require("output", count, table.width());
    for (int i = 0; i < count; i++) {
      if (ids[i] < -1 || ids[i] >= table.rows()) {
        throw shape("number " + ids[i] + " at " + i + "; the table has " + table.rows() + " rows");
      }
    }
  }

  /** Operands of {@link Kernels#topK}. */
  public static void topK(
      Catalogue catalogue, Rows queries, int count, TopK out, FiniteCheck finite) {
    queries.require("queries", count, catalogue.width());
    if (count > out.capacity()) {
      throw shape(count + " queries do not fit into room for " + out.capacity());
    }
    if (out.k() > MAX_K) {
      throw shape("the best " + out.k() + " are asked for; at most " + MAX_K + " are kept");
    }
    finite.require("queries", queries, count, catalogue.width());
  }

  /**
   * The operand as the type of the backend that made it.
   *
   * @throws PannierException KERNEL_OPERAND_FOREIGN for any other
   */
  public static <T> T own(Class<T> type, Object operand) {
    if (!type.isInstance(operand)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_OPERAND_FOREIGN,
          operand.getClass().getSimpleName()
              + " was prepared by another backend; this one takes "
              + type.getSimpleName());
    }
    return type.cast(operand);
  }

  /** The plain {@link FiniteCheck}. */
  public static void finite(String what, Rows rows, int count, int width) {
    if (rows.stride() == width) {
      finite(what, rows.data(), rows.offset(), count * width);
      return;
    }
    for (int r = 0; r < count; r++) {
      finite(what, rows.data(), rows.offset() + r * rows.stride(), width);
    }
  }

  private static void finite(String what, float[] values, int from, int count) {
    // Zero times any finite number is a zero; NaN and infinity make the sum NaN. Four sums in
    // parallel, because one would wait for itself.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int end = from + count;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      s0 += values[i] * 0f;
      s1 += values[i + 1] * 0f;
      s2 += values[i + 2] * 0f;
      s3 += values[i + 3] * 0f;
    }
    for (; i < end; i++) {
      s0 += values[i] * 0f;
    }
    if (s0 + s1 + s2 + s3 != 0) {
      throw notFinite(what, values, from, end);
    }
  }

  /** The error that names the first value that is not finite. */
  public static PannierException notFinite(String what, float[] values, int from, int end) {
    int at = from;
    while (at < end - 1 && Float.isFinite(values[at])) {
      at++;
    }
    return new PannierException(
        StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
        what + " holds " + values[at] + " at element " + (at - from));
  }

  private static void vector(String what, float @Nullable [] values, int width) {
    if (values != null && values.length != width) {
      throw shape(what + " has " + values.length + " elements for rows of " + width);
    }
  }

  private static PannierException shape(String message) {
    ErrorCode code = StandardErrorCode.KERNEL_SHAPE_MISMATCH;
    return new PannierException(code, message);
  }
}
