package io.pannier.kernels.cuda;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/** Attention in fp32, of sequences over themselves and of beams over their context. */
final class Attentions {
  static final int MAX_HEAD_WIDTH = 256;
  static final int SELF_TILE = 32;
  static final int CROSS_TILE = 64;

  static final int SELF_BLOCK = 128;
  static final int CROSS_BLOCK = 256;

  private final Lane lane;
  private final KernelFunction self;
  private final KernelFunction cross;
  private final QueryTiles tiles = new QueryTiles();

  Attentions(Lane lane) {
    this.lane = lane;
    self = lane.function("self_attention_fp32");
    cross = lane.function("cross_attention_fp32");
  }

  void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    Requirements.selfAttention(spec, query, key, value, sequences, out, CudaKernels.LATER);
    requireHeadWidth(spec);
    int tokens = sequences.tokens();
    if (tokens == 0) {
      return;
    }
    int width = spec.width();
    tiles.cut(sequences, SELF_TILE);
    long rows = DeviceMemory.aligned((long) tokens * width * Float.BYTES);
    lane.begin(
        4 * rows
            + DeviceMemory.aligned(bytes(spec.positionBias()))
            + DeviceMemory.aligned(bytes(spec.timeBias()))
            + tokenBytes(sequences)
            + DeviceMemory.aligned((long) tiles.count() * QueryTiles.PAIR * Integer.BYTES));
    Upload upload = lane.upload();
    long queryAt = upload.rows(query, tokens, width, width);
    long keyAt = upload.rows(key, tokens, width, width);
    long valueAt = upload.rows(value, tokens, width, width);
    long checked = upload.position();
    long positionAt = table(spec.positionBias());
    long timeAt = table(spec.timeBias());
    long offsetsAt = upload.ints(sequences.offsets(), sequences.count() + 1);
    int[] times = spec.timeBias() == null ? null : sequences.times();
    long timesAt = times == null ? 0 : upload.ints(times, tokens);
    long visibleAt = visible(sequences);
    long tilesAt = upload.ints(tiles.pairs(), tiles.count() * QueryTiles.PAIR);
    long outAt = upload.position();
    lane.endUpload(checked);
    self.with(queryAt, width).with(keyAt, width).with(valueAt, width);
    self.with(offsetsAt).with(tilesAt).with(timesAt).with(visibleAt);
    self.with(positionAt, spec.positionBuckets()).with(timeAt, spec.timeBuckets());
    self.with(spec.heads()).with(spec.headWidth()).with(spec.scale());
    self.with(spec.causal() ? 1 : 0).with(spec.weighting().ordinal()).with(outAt, width);
    self.launch(
        lane.stream(), tiles.count(), spec.heads(), 1, SELF_BLOCK, selfShared(spec.headWidth()));
    lane.requireFinite(
        () ->
            Requirements.selfAttention(
                spec, query, key, value, sequences, out, Requirements::finite));
    lane.download().rows(outAt, out, tokens, width);
  }

  void crossAttention(
      AttentionSpec spec,
      Rows query,
      Sequences beams,
      Rows key,
      Rows value,
      Sequences contexts,
      Rows out) {
    Requirements.crossAttention(spec, query, beams, key, value, contexts, out, CudaKernels.LATER);
    requireHeadWidth(spec);
    int queries = beams.tokens();
    int tokens = contexts.tokens();
    if (queries == 0) {
      return;
    }
    int width = spec.width();
    tiles.cut(beams, CROSS_TILE);
    lane.begin(
        2 * DeviceMemory.aligned((long) queries * width * Float.BYTES)
            + 2 * DeviceMemory.aligned((long) tokens * width * Float.BYTES)
            + tokenBytes(contexts)
            + DeviceMemory.aligned((beams.count() + 1L) * Integer.BYTES)
            + DeviceMemory.aligned((long) tiles.count() * QueryTiles.PAIR * Integer.BYTES));
    Upload upload = lane.upload();
    long queryAt = upload.rows(query, queries, width, width);
    long keyAt = upload.rows(key, tokens, width, width);
    long valueAt = upload.rows(value, tokens, width, width);
    long checked = upload.position();
    long beamsAt = upload.ints(beams.offsets(), beams.count() + 1);
    long contextsAt = upload.ints(contexts.offsets(), contexts.count() + 1);
    long visibleAt = visible(contexts);
    long tilesAt = upload.ints(tiles.pairs(), tiles.count() * QueryTiles.PAIR);
    long outAt = upload.position();
    lane.endUpload(checked);
    cross.with(queryAt, width).with(beamsAt).with(keyAt, width).with(valueAt, width);
    cross.with(contextsAt).with(tilesAt).with(visibleAt);
    cross.with(spec.heads()).with(spec.headWidth()).with(spec.scale());
    cross.with(spec.weighting().ordinal()).with(outAt, width);
    cross.launch(
        lane.stream(), tiles.count(), spec.heads(), 1, CROSS_BLOCK, crossShared(spec.headWidth()));
    lane.requireFinite(
        () ->
            Requirements.crossAttention(
                spec, query, beams, key, value, contexts, out, Requirements::finite));
    lane.download().rows(outAt, out, queries, width);
  }

  /** Shared memory of a block of self attention, in bytes. */
  static int selfShared(int headWidth) {
    return Float.BYTES * (96 * sharedRow(headWidth) + 1024);
  }

  /** Shared memory of a block of cross attention, in bytes. */
  static int crossShared(int headWidth) {
    return Float.BYTES * (128 * sharedRow(headWidth) + 2048);
  }

  /** An odd number of 16-byte groups, so that rows begin in different banks. */
  private static int sharedRow(int headWidth) {
    return 4 * ((headWidth + 3) / 4 | 1);
  }

  private static void requireHeadWidth(AttentionSpec spec) {
    if (spec.headWidth() > MAX_HEAD_WIDTH) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "heads of "
              + spec.headWidth()
              + " do not fit into a GPU's shared memory; at most "
              + MAX_HEAD_WIDTH
              + " do. Use more heads, or the simd kernels");
    }
  }

  private static long tokenBytes(Sequences sequences) {
    long tokens = sequences.tokens();
    return DeviceMemory.aligned((sequences.count() + 1L) * Integer.BYTES)
        + DeviceMemory.aligned(tokens * Integer.BYTES)
        + DeviceMemory.aligned(tokens);
  }

  private static long bytes(float @Nullable [] table) {
    return table == null ? 0 : (long) table.length * Float.BYTES;
  }

  private long table(float @Nullable [] table) {
    return table == null ? 0 : lane.upload().floats(table, table.length);
  }

  private long visible(Sequences sequences) {
    boolean[] visible = sequences.visible();
    return visible == null ? 0 : lane.upload().flags(visible, sequences.tokens());
  }
}
