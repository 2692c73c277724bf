package io.pannier.kernels.model;

import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of the candidates of a batch, as rows for what a beam chose and as columns for what a
 * pointer is compared with.
 */
final class CandidateVectors {
  /** What a candidate gets that may not be chosen. */
  static final float FORBIDDEN = Float.NEGATIVE_INFINITY;

  private final Kernels kernels;
  private final ProductEmbedding product;
  private final float[] end;
  private final int width;
  private final Scratch products;
  private final float[] scaled;
  private float[] columns = {};
  private Sequences candidates = Sequences.of(0);
  private boolean @Nullable [] allowed;

  CandidateVectors(Kernels kernels, ComposerWeights weights) {
    this.kernels = kernels;
    this.product = weights.events().product();
    this.end = weights.decoder().end();
    this.width = end.length;
    this.products = new Scratch(width);
    this.scaled = new float[width];
  }

  /** Computes the vectors of a batch. */
  void read(CandidateBatch batch) {
    candidates = batch.candidates();
    allowed = batch.allowed();
    int count = candidates.tokens();
    Rows rows = products.room(count);
    product.write(kernels, batch.items(), batch.categories(), batch.prices(), count, rows);
    if (columns.length < count * width) {
      columns = new float[rows.data().length];
    }
    for (int r = 0; r < candidates.count(); r++) {
      transpose(rows.data(), candidates.offsets()[r] * width, candidates.length(r));
    }
  }

  private void transpose(float[] rows, int at, int count) {
    for (int j = 0; j < count; j++) {
      for (int d = 0; d < width; d++) {
        columns[at + d * count + j] = rows[at + j * width + d];
      }
    }
  }

  int count(int request) {
    return candidates.length(request);
  }

  int allowed(int request) {
    if (allowed == null) {
      return count(request);
    }
    int sum = 0;
    for (int c = candidates.offsets()[request]; c < candidates.offsets()[request + 1]; c++) {
      sum += allowed[c] ? 1 : 0;
    }
    return sum;
  }

  /** Copies the vector of a request's candidate. */
  void copy(int request, int candidate, float[] to, int at) {
    int from = (candidates.offsets()[request] + candidate) * width;
    System.arraycopy(products.room(0).data(), from, to, at, width);
  }

  /**
   * Compares a pointer with all candidates of a request, and with the end.
   *
   * @param pointer (beams, width)
   * @param row of the beam
   * @param logits (count + 1), replaced; the end is the last
   */
  void compare(int request, Rows pointer, int row, float[] logits) {
    float scale = (float) (1 / Math.sqrt(width));
    int at = pointer.offset() + row * pointer.stride();
    double endLogit = 0;
    for (int d = 0; d < width; d++) {
      scaled[d] = pointer.data()[at + d] * scale;
      endLogit += (double) scaled[d] * end[d];
    }
    int first = candidates.offsets()[request];
    int count = count(request);
    Arrays.fill(logits, 0, count, 0);
    int d = 0;
    for (; d + 4 <= width; d += 4) {
      addFour(columns, first * width + d * count, count, scaled, d, logits);
    }
    for (; d < width; d++) {
      addOne(columns, first * width + d * count, count, scaled[d], logits);
    }
    logits[count] = (float) endLogit;
    if (allowed != null) {
      for (int j = 0; j < count; j++) {
        logits[j] = allowed[first + j] ? logits[j] : FORBIDDEN;
      }
    }
  }

  /** Four columns in one pass, so that a sum is loaded and stored once for four products. */
  private static void addFour(
      float[] columns, int at, int count, float[] factors, int d, float[] sums) {
    float f0 = factors[d];
    float f1 = factors[d + 1];
    float f2 = factors[d + 2];
    float f3 = factors[d + 3];
    int at1 = at + count;
    int at2 = at1 + count;
    int at3 = at2 + count;
    for (int j = 0; j < count; j++) {
      sums[j] +=
          (f0 * columns[at + j] + f1 * columns[at1 + j])
              + (f2 * columns[at2 + j] + f3 * columns[at3 + j]);
    }
  }

  private static void addOne(float[] columns, int at, int count, float factor, float[] sums) {
    for (int j = 0; j < count; j++) {
      sums[j] += factor * columns[at + j];
    }
  }
}
