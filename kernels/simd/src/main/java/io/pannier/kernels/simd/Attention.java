package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;

/**
 * Attention of packed queries over packed keys. A part of the work is one block of queries of one
 * head of one sequence. Its scores are computed transposed, (keys, queries): the queries lie in the
 * lanes, so that softmax never crosses lanes, keys and values are read where they lie, the weights
 * are already the packed operand of the second product, and only the queries are transposed once.
 *
 * <p>As in Rabe and Staats (2021) and FlashAttention (Dao et al., 2022) the matrix of scores never
 * reaches memory; but a block of queries over a whole sequence of these lengths fits into the
 * second-level cache, so the maximum is taken once instead of being corrected on the way.
 */
final class Attention implements WorkCrew.Work {
  /** Multiplications below which handing work over takes longer than doing it. */
  private static final long ALONE = 500_000;

  /** Vectors of a block of queries at most. */
  private static final int BLOCK = SimdMatrix.VECTORS;

  private final WorkCrew crew;
  private final AttentionWorkspace[] workspaces;
  private final AttentionBiases biases = new AttentionBiases();

  private AttentionSpec spec = AttentionSpec.softmax(1, 1, false);
  private Rows query = new Rows(new float[0], 0, 0);
  private Rows key = query;
  private Rows value = query;
  private Rows out = query;
  private Sequences queries = Sequences.of(0);
  private Sequences keys = queries;
  private int sequences;

  /** Parts before each sequence, (sequences + 1). */
  private int[] partsBefore = new int[1];

  private float[] apart = new float[0];

  Attention(WorkCrew crew) {
    this.crew = crew;
    this.workspaces = new AttentionWorkspace[crew.workers()];
    Arrays.setAll(workspaces, worker -> new AttentionWorkspace());
  }

  void attend(
      AttentionSpec layer,
      Rows q,
      Sequences qSequences,
      Rows k,
      Rows v,
      Sequences kSequences,
      Rows result) {
    spec = layer;
    query = q;
    queries = qSequences;
    key = k;
    value = v;
    keys = kSequences;
    sequences = qSequences.count();
    long work = plan();
    int parts = partsBefore[sequences];
    if (parts == 0) {
      return;
    }
    int width = spec.width();
    int tokens = queries.tokens();
    boolean through =
        Overlap.between(result, tokens, width, key, keys.tokens(), width)
            || Overlap.between(result, tokens, width, value, keys.tokens(), width)
            || (Overlap.between(result, tokens, width, query, tokens, width)
                && !Overlap.same(result, query));
    out = through ? dense(tokens, width) : result;
    biases.prepare(spec, longest(queries), longest(keys));
    if (work > ALONE) {
      crew.run(this, parts);
    } else {
      crew.alone(this, parts);
    }
    if (through) {
      for (int t = 0; t < tokens; t++) {
        System.arraycopy(
            apart, t * width, result.data(), result.offset() + t * result.stride(), width);
      }
    }
  }

  private Rows dense(int tokens, int width) {
    if (apart.length < tokens * width) {
      apart = new float[tokens * width];
    }
    return Rows.of(apart, width);
  }

  /** Counts parts and returns the multiplications of all. */
  private long plan() {
    if (partsBefore.length <= sequences) {
      partsBefore = new int[sequences + 1];
    }
    long pairs = 0;
    int parts = 0;
    for (int s = 0; s < sequences; s++) {
      partsBefore[s] = parts;
      parts += spec.heads() * blocks(queries.length(s));
      pairs += (long) queries.length(s) * keys.length(s);
    }
    partsBefore[sequences] = parts;
    return 2 * pairs * spec.width();
  }

  private static int longest(Sequences sequences) {
    int longest = 0;
    for (int s = 0; s < sequences.count(); s++) {
      longest = Math.max(longest, sequences.length(s));
    }
    return longest;
  }

  /** Blocks of so many queries. */
  private static int blocks(int length) {
    return (Lanes.vectors(length) + BLOCK - 1) / BLOCK;
  }

  @Override
  public void run(int part, int worker) {
    AttentionWorkspace w = workspaces[worker];
    int s = w.sequenceOf(part, partsBefore, sequences);
    int blocks = blocks(queries.length(s));
    int index = part - partsBefore[s];
    int head = index / blocks;
    int block = index % blocks;
    int vectors = Lanes.vectors(queries.length(s));
    // Blocks of equal width rather than full ones and a narrow rest.
    int first = vectors * block / blocks;
    int end = vectors * (block + 1) / blocks;
    block(w, s, head, first * COUNT, end - first);
  }

  /**
   * @param i0 first query, counted within the sequence
   * @param vectors of queries
   */
  private void block(AttentionWorkspace w, int s, int head, int i0, int vectors) {
    int count = Math.min(vectors * COUNT, queries.length(s) - i0);
    int length = keys.length(s);
    int end = spec.causal() ? Math.min(length, i0 + count) : length;
    int depth = spec.headWidth();
    w.reserve(depth, length);
    boolean softmax = spec.weighting() == Weighting.SOFTMAX;
    float scale = softmax ? spec.scale() * VectorMath.LOG2_E : spec.scale();
    int q0 = query.offset() + (queries.offsets()[s] + i0) * query.stride() + head * depth;
    w.transposeQueries(query, q0, count, vectors, depth, scale);
    scores(w, keys.offsets()[s], end, head, vectors);
    biases.add(w, keys, s, head, i0, count, vectors, end);
    ScoreMasks.apply(spec, keys, s, w.scores, i0, vectors, end);
    weigh(w, softmax, i0, vectors, end, length);
    sums(w, s, head, i0, count, vectors, end);
  }

  /** w.scores[j, i] = scaled query i · key j. */
  private void scores(AttentionWorkspace w, int firstKey, int end, int head, int vectors) {
    int width = vectors * COUNT;
    int depth = spec.headWidth();
    int tile = MicroKernels.rows(vectors);
    for (int j = 0; j < end; j += tile) {
      int k0 = key.offset() + (firstKey + j) * key.stride() + head * depth;
      MicroKernels.multiply(
          vectors,
          depth,
          key.data(),
          k0,
          key.stride(),
          Math.min(tile, end - j),
          w.queries,
          0,
          w.zeros,
          0,
          0,
          w.scores,
          j * width,
          width);
    }
  }

  private void weigh(
      AttentionWorkspace w, boolean softmax, int i0, int vectors, int end, int length) {
    int width = vectors * COUNT;
    for (int v = 0; v < vectors; v++) {
      int column = v * COUNT;
      int seen = spec.causal() ? Math.min(end, i0 + column + COUNT) : end;
      if (softmax) {
        ScoreWeights.softmax(w.scores, column, width, seen, w.scales, column);
      } else {
        ScoreWeights.silu(
            w.scores, column, width, seen, 1f / Math.max(1, length), w.scales, column);
      }
      ScoreWeights.clear(w.scores, column, width, seen, end);
    }
  }

  private void sums(
      AttentionWorkspace w, int s, int head, int i0, int count, int vectors, int end) {
    int depth = spec.headWidth();
    int v0 = value.offset() + keys.offsets()[s] * value.stride() + head * depth;
    float[] values = value.data();
    int stride = value.stride();
    if (depth % COUNT != 0) {
      w.padValues(value, v0, end, depth);
      values = w.values;
      v0 = 0;
      stride = Lanes.roundUp(depth);
    }
    int o0 = out.offset() + (queries.offsets()[s] + i0) * out.stride() + head * depth;
    for (int column = 0; column < depth; column += BLOCK * COUNT) {
      columns(w, values, v0, stride, o0, column, count, vectors * COUNT, i0, end);
    }
  }

  /** Up to a panel's columns of the weighted sums of a block of queries. */
  private void columns(
      AttentionWorkspace w,
      float[] values,
      int v0,
      int vStride,
      int o0,
      int column,
      int count,
      int wStride,
      int i0,
      int end) {
    int used = Math.min(BLOCK * COUNT, spec.headWidth() - column);
    int vectors = Lanes.vectors(used);
    int width = vectors * COUNT;
    int tile = WeightedSums.queries(vectors);
    for (int i = 0; i < count; i += tile) {
      int rows = Math.min(tile, count - i);
      int seen = spec.causal() ? Math.min(end, i0 + i + rows) : end;
      int to = o0 + i * out.stride() + column;
      if (used == width) {
        WeightedSums.sum(
            vectors,
            seen,
            w.scores,
            i,
            wStride,
            rows,
            values,
            v0 + column,
            vStride,
            w.scales,
            i,
            out.data(),
            to,
            out.stride());
        continue;
      }
      WeightedSums.sum(
          vectors,
          seen,
          w.scores,
          i,
          wStride,
          rows,
          values,
          v0 + column,
          vStride,
          w.scales,
          i,
          w.tile,
          0,
          width);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(w.tile, r * width, out.data(), to + r * out.stride(), used);
      }
    }
  }
}
