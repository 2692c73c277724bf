package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one backend. An instance owns its workspace: one call at a time, one instance
 * for each scoring thread. Prepared operands ({@link #pack}, {@link #table}, {@link #catalogue})
 * are shared by all instances of a backend.
 *
 * <p>Every operation reads all of its inputs before the first output is written, unless it says
 * otherwise, and one that fails has written nothing. A result does not depend on what else is in
 * the batch, to the bit. Rows may have any number and width, also none.
 *
 * <p>Errors, all as {@link PannierException}: KERNEL_SHAPE_MISMATCH where shapes disagree,
 * KERNEL_OFFSETS_INVALID where sequences do not follow each other, KERNEL_INPUT_NOT_FINITE for NaN
 * or infinity in an input, KERNEL_OPERAND_FOREIGN for an operand that another backend prepared or
 * that is closed, DEVICE_MEMORY_EXHAUSTED, DEVICE_LOST and DEVICE_FAILED from a device.
 */
public interface Kernels extends AutoCloseable {
  Backend backend();

  /** One line for people: what runs, and with which choices. */
  String description();

  /**
   * Prepares the right operand of {@link #multiply}.
   *
   * @param matrix row-major (K, N)
   */
  PackedMatrix pack(float[] matrix, int rows, int columns);

  /**
   * c = epilogue(a · b).
   *
   * @param a (rows, K)
   * @param c (rows, N); may be the epilogue's residual, and must not overlap {@code a}
   */
  void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c);

  /**
   * Attention of each sequence over itself.
   *
   * @param query (T, H·D), head h in columns h·D to (h+1)·D
   * @param key (T, H·D)
   * @param value (T, H·D)
   * @param out (T, H·D)
   */
  void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out);

  /**
   * Attention of the beams of a request over the one context that they share. The spec must be
   * without causality and biases.
   *
   * @param query (beams of all requests, H·D)
   * @param beams which queries belong to which request; its times and visibility are not used
   * @param key (context tokens of all requests, H·D)
   * @param value like key
   * @param contexts as many as {@code beams}; an empty or hidden context gives zeros
   * @param out like query
   */
  void crossAttention(
      AttentionSpec spec,
      Rows query,
      Sequences beams,
      Rows key,
      Rows value,
      Sequences contexts,
      Rows out);

  /** Normalises each row; {@code out} may be {@code in}. */
  void layerNorm(Rows in, int rows, LayerNorm norm, Rows out);

  /** Prepares rows for {@link #gather}; row-major (rows, width). */
  EmbeddingTable table(float[] weights, int rows, int width);

  /**
   * Writes, or adds, the rows of the given numbers.
   *
   * @param ids (count), −1 for a row of zeros
   * @param accumulate adds to what {@code out} holds instead of replacing it
   * @throws PannierException KERNEL_SHAPE_MISMATCH for a number outside the table
   */
  void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out);

  /**
   * Prepares items for {@link #topK}; row-major (count, width).
   *
   * @param precision of the first pass; scores are fp32 in any case
   */
  Catalogue catalogue(float[] items, int count, int width, Precision precision);

  /**
   * The items with the greatest inner product for each query. A score is one chain of fp32 fused
   * multiply-adds in the order of the elements, so it is the same bits everywhere. With {@link
   * Precision#BF16} and {@link Precision#INT8} a first pass picks some multiple of k, and those are
   * scored again in fp32: the score of an item is the same with every precision, but an item may be
   * missed.
   *
   * @param queries (count, width)
   * @param hidden bit i of the set hides item i from all queries; null hides none; words that are
   *     not there hide nothing
   * @param out with room for {@code count} queries
   */
  void topK(Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out);

  /**
   * The whole model in this backend's own memory, where it has such a form; else the model is put
   * together from the operations above.
   */
  default Optional<ComposerModel> composer(ComposerSpec spec, TensorSource weights) {
    return Optional.empty();
  }

  @Override
  void close();
}
