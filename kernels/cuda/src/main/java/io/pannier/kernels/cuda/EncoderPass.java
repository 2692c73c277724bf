package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.ComposerSpec;

/**
 * Reads events on the device: embeddings, layers, final norm. On tensor cores each layer is two
 * kernels, where heads and widths fit them; else it is fp32, one kernel an operation.
 */
final class EncoderPass {
  /** Sizes of the fused attention, in tiles of 64 events; a sequence takes the first it fits. */
  static final int[] TILES = {1, 2, 4, 8};

  private static final int FUSED_BLOCK = 128;
  private static final int FUSED_ROWS = 64;
  private static final int MAX_FUSED_WIDTH = 256;

  private final ComposerWeights weights;
  private final ComposerSpec spec;
  private final Launches launches;
  private final KernelFunction attention;
  private final KernelFunction fusedAttention;
  private final KernelFunction fusedFeedForward;
  private final int stride;

  /**
   * Device addresses of the inputs.
   *
   * @param ids of items, categories, prices, types and gaps, each (T)
   * @param times (T)
   * @param visible (T)
   * @param offsets (requests + 1)
   * @param sequences for each size of {@link #TILES} the numbers of its sequences, (requests) each;
   *     0 where the fp32 kernels are used
   * @param queryTiles pairs of (sequence, first query); 0 where the fused kernels are used
   * @param last (requests), the token of the last visible event
   */
  record Inputs(
      long[] ids,
      long times,
      long visible,
      long offsets,
      long sequences,
      long queryTiles,
      long last) {}

  EncoderPass(ComposerWeights weights, Lane lane, Launches launches) {
    this.weights = weights;
    this.spec = weights.spec();
    this.launches = launches;
    attention = lane.function("self_attention_fp32");
    fusedAttention = lane.function("attention_block_bf16");
    fusedFeedForward = lane.function(feedForward(spec.width()));
    stride = Products.stride(spec.width());
  }

  private static String feedForward(int width) {
    return width <= 64
        ? "feed_forward_bf16_64"
        : width <= 128 ? "feed_forward_bf16_128" : "feed_forward_bf16_256";
  }

  /** Whether a model's encoder fits the fused kernels on that device, for its longest history. */
  static boolean fuses(ComposerSpec spec, CudaDriver.Device device) {
    int head = spec.headWidth();
    int tiles = Lane.blocks(spec.maxEvents(), ComposerShape.TILE);
    return spec.width() % 16 == 0
        && spec.width() <= MAX_FUSED_WIDTH
        && spec.feedForward() % 8 == 0
        && (head == 16 || head == 32 || head == 64)
        && tiles <= TILES[TILES.length - 1]
        && attentionShared(TILES[sizeIndex(tiles)], spec.width()) <= device.sharedMemory();
  }

  /** The first of {@link #TILES} that takes so many tiles. */
  static int sizeIndex(int tiles) {
    int at = 0;
    while (TILES[at] < tiles) {
      at++;
    }
    return at;
  }

  private static int attentionShared(int tiles, int width) {
    return tiles * 19_200 + 128 * (width + 8) + 18_432;
  }

  private static int feedForwardShared(int width) {
    return 128 * (width + 8) + 18_432;
  }

  /** Bytes of intermediate results. */
  long bytes(ComposerShape shape) {
    long rows = rowBytes(shape);
    long wide = DeviceMemory.aligned((long) shape.tokens() * 3 * stride * Float.BYTES);
    long inner =
        DeviceMemory.aligned(
            (long) shape.tokens() * Products.stride(spec.feedForward()) * Float.BYTES);
    return weights.fused.isEmpty() ? 3 * rows + wide + inner : 2 * rows;
  }

  private long rowBytes(ComposerShape shape) {
    return DeviceMemory.aligned((long) shape.tokens() * stride * Float.BYTES);
  }

  /**
   * Launches everything.
   *
   * @param scratch memory of {@link #bytes}
   * @return address of the states, (T, width)
   */
  long enqueue(ComposerShape shape, Inputs in, long scratch) {
    long x = scratch;
    long other = scratch + rowBytes(shape);
    DeviceArray[] tables = {
      weights.item, weights.category, weights.price, weights.type, weights.gap
    };
    launches.embed(tables, in.ids, shape.tokens(), spec.width(), x, stride);
    for (ComposerWeights.FusedLayer layer : weights.fused) {
      fused(shape, layer, in, x, other);
      long swap = x;
      x = other;
      other = swap;
    }
    for (ComposerWeights.EncoderLayer layer : weights.encoder) {
      separate(shape, layer, in, x, other);
    }
    launches.norm(weights.encoderNorm, shape.tokens(), spec.width(), x, other, stride);
    return other;
  }

  private void fused(
      ComposerShape shape, ComposerWeights.FusedLayer layer, Inputs in, long x, long y) {
    int width = spec.width();
    for (int size = 0; size < TILES.length; size++) {
      boolean alone = shape.requests() == 1;
      boolean used = TILES[size] >= shape.tiles() || !alone;
      if (used && (size == 0 || TILES[size - 1] < shape.tiles())) {
        long numbers = in.sequences + (long) size * shape.requests() * Integer.BYTES;
        KernelFunction kernel = fusedAttention;
        kernel.with(x, stride).with(in.offsets).with(numbers).with(in.times).with(in.visible);
        kernel.with(layer.norm1().weight().address()).with(layer.norm1().bias().address());
        kernel.with(ComposerSpec.NORM_EPSILON);
        kernel.with(layer.qkv().matrix()).with(layer.qkv().bias().address());
        kernel.with(layer.out().matrix()).with(layer.out().bias().address());
        kernel.with(layer.bias().position().address(), spec.positionBuckets());
        kernel.with(layer.bias().time().address(), spec.timeBuckets());
        kernel.with(width).with(spec.heads()).with(scale()).with(1).with(0);
        kernel.with(TILES[size]).with(y, stride);
        int shared = attentionShared(TILES[size], width);
        kernel.launch(launches.stream(), shape.requests(), 1, 1, FUSED_BLOCK, shared);
      }
    }
    KernelFunction kernel = fusedFeedForward;
    kernel.with(y, stride).with(shape.tokens());
    kernel.with(layer.norm2().weight().address()).with(layer.norm2().bias().address());
    kernel.with(ComposerSpec.NORM_EPSILON);
    kernel.with(layer.in().matrix()).with(layer.in().bias().address());
    kernel.with(layer.back().matrix()).with(layer.back().bias().address());
    kernel.with(width).with(spec.feedForward()).with(Activation.GELU.ordinal()).with(y, stride);
    int grid = Lane.blocks(shape.tokens(), FUSED_ROWS);
    kernel.launch(launches.stream(), grid, 1, 1, FUSED_BLOCK, feedForwardShared(width));
  }

  private void separate(
      ComposerShape shape, ComposerWeights.EncoderLayer layer, Inputs in, long x, long normed) {
    int tokens = shape.tokens();
    int width = spec.width();
    int wide = 3 * stride;
    int inner = Products.stride(spec.feedForward());
    long attended = normed + rowBytes(shape);
    long projected = attended + rowBytes(shape);
    long hidden = projected + DeviceMemory.aligned((long) tokens * wide * Float.BYTES);
    launches.norm(layer.norm1(), tokens, width, x, normed, stride);
    launches.linear(layer.qkv(), tokens, normed, stride, Activation.NONE, 0, projected, wide);
    KernelFunction kernel = attention;
    kernel.with(projected, wide).with(projected + (long) width * Float.BYTES, wide);
    kernel.with(projected + 2L * width * Float.BYTES, wide);
    kernel.with(in.offsets).with(in.queryTiles).with(in.times).with(in.visible);
    kernel.with(layer.bias().position().address(), spec.positionBuckets());
    kernel.with(layer.bias().time().address(), spec.timeBuckets());
    kernel.with(spec.heads()).with(spec.headWidth()).with(scale()).with(1).with(0);
    kernel.with(attended, stride);
    kernel.launch(
        launches.stream(),
        shape.queryTiles(Attentions.SELF_TILE),
        spec.heads(),
        1,
        Attentions.SELF_BLOCK,
        Attentions.selfShared(spec.headWidth()));
    launches.linear(layer.out(), tokens, attended, stride, Activation.NONE, x, x, stride);
    launches.norm(layer.norm2(), tokens, width, x, normed, stride);
    launches.linear(layer.in(), tokens, normed, stride, Activation.GELU, 0, hidden, inner);
    launches.linear(layer.back(), tokens, hidden, inner, Activation.NONE, x, x, stride);
  }

  private float scale() {
    return (float) (1 / Math.sqrt(spec.headWidth()));
  }
}
