package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.ComposerSpec;

/**
 * Composes bundles on the device: the whole beam search, with all its steps, is one list of
 * launches. The context of a request is projected once for all its beams and steps.
 */
final class DecoderPass {
  static final int MAX_ITEMS = 32;

  /** Integers of a beam's state before what it has chosen: log probability, length, finished. */
  static final int STATE_HEAD = 3;

  private static final int BEAM_BLOCK = 64;
  private static final int EXTEND_BLOCK = 128;
  private static final int LOGITS_TILE = 64;

  /** Places of a beam's list of extensions beyond those kept. */
  private static final int EXTEND_SLACK = 384;

  private final ComposerWeights weights;
  private final ComposerSpec spec;
  private final Launches launches;
  private final int stride;
  private final int inner;
  private final KernelFunction startBeams;
  private final KernelFunction input;
  private final KernelFunction selfAttention;
  private final KernelFunction crossAttention;
  private final KernelFunction logits;
  private final KernelFunction extend;
  private final KernelFunction select;

  /**
   * Device addresses of the inputs.
   *
   * @param ids of items, categories and prices, each (candidates)
   * @param allowed (candidates)
   * @param offsets of candidates, (requests + 1)
   * @param beams where the beams of a request begin, (requests + 1)
   * @param tiles pairs of (request, 0), (requests)
   */
  record Inputs(long[] ids, long allowed, long offsets, long beams, long tiles) {}

  DecoderPass(ComposerWeights weights, Lane lane, Launches launches) {
    this.weights = weights;
    this.spec = weights.spec();
    this.launches = launches;
    stride = Products.stride(spec.width());
    inner = Products.stride(spec.feedForward());
    startBeams = lane.function("beam_start");
    input = lane.function("beam_input");
    selfAttention = lane.function("beam_self_attention");
    crossAttention = lane.function("cross_attention_fp32");
    logits = lane.function("beam_logits");
    extend = lane.function("beam_extend");
    select = lane.function("beam_select");
  }

  /** Integers of one beam's state. */
  static int stateWidth(int maxItems) {
    return STATE_HEAD + 2 * maxItems;
  }

  /** Bytes of intermediate results. */
  long bytes(ComposerShape shape) {
    return new Memory(shape, 0).end;
  }

  /**
   * Launches everything.
   *
   * @param states of the events, (T, width)
   * @param contexts offsets of the events
   * @param visible (T), which events are context
   * @return address of the final state, (requests · W, {@link #stateWidth})
   */
  long enqueue(
      ComposerShape shape, Inputs in, long states, long contexts, long visible, long scratch) {
    Memory at = new Memory(shape, scratch);
    CudaDriver.Stream stream = launches.stream();
    DeviceArray[] tables = {
      weights.item, weights.category, weights.price, weights.type, weights.gap
    };
    launches.embed(tables, in.ids, shape.candidates(), spec.width(), at.products, stride);
    for (int l = 0; l < weights.decoder.size(); l++) {
      launches.linear(
          weights.decoder.get(l).kv(),
          shape.tokens(),
          states,
          stride,
          Activation.NONE,
          0,
          at.contexts(l),
          2 * stride);
    }
    startBeams.with(shape.requests()).with(shape.beamWidth()).with(shape.maxItems());
    startBeams.with(at.state);
    startBeams.launch(stream, shape.requests(), 1, 1, BEAM_BLOCK, 0);
    long state = at.state;
    long next = at.nextState;
    for (int step = 0; step < shape.maxItems(); step++) {
      step(shape, in, at, step, state, contexts, visible);
      select.with(state).with(next).with(at.scores).with(at.items);
      select.with(step).with(shape.beamWidth()).with(shape.maxItems());
      select.launch(stream, shape.requests(), 1, 1, BEAM_BLOCK, 0);
      long swap = state;
      state = next;
      next = swap;
    }
    return state;
  }

  private void step(
      ComposerShape shape,
      Inputs in,
      Memory at,
      int step,
      long state,
      long contexts,
      long visible) {
    CudaDriver.Stream stream = launches.stream();
    int rows = shape.rows();
    int width = spec.width();
    int beams = shape.beamWidth();
    input.with(state).with(step).with(shape.maxItems()).with(beams).with(rows);
    input.with(weights.start.address());
    input.with(weights.position.address(), weights.position.stride());
    input.with(at.products, stride).with(in.offsets).with(width).with(at.y, stride);
    input.launch(stream, Lane.blocks(rows, Lane.ROWS_PER_BLOCK), 1, 1, Lane.BLOCK, 0);
    for (int l = 0; l < weights.decoder.size(); l++) {
      layer(shape, in, at, step, state, contexts, visible, l);
    }
    launches.norm(weights.decoderNorm, rows, width, at.y, at.normed, stride);
    launches.linear(
        weights.pointer, rows, at.normed, stride, Activation.NONE, 0, at.attended, stride);
    logits.with(at.attended, stride).with(at.products, stride).with(weights.end.address());
    logits.with(in.offsets).with(beams).with(width).with((float) (1 / Math.sqrt(width)));
    logits.with(at.logits).with(at.endLogits);
    int tiles = Math.max(1, Lane.blocks(shape.mostCandidates(), LOGITS_TILE));
    logits.launch(stream, tiles, shape.requests(), 1, Lane.BLOCK, 0);
    extend.with(at.logits).with(at.endLogits).with(in.offsets).with(in.allowed).with(state);
    extend.with(step).with(shape.minItems()).with(shape.maxItems()).with(beams);
    extend.with(at.scores).with(at.items);
    extend.launch(
        stream, rows, 1, 1, EXTEND_BLOCK, Long.BYTES * ScanPlan.up(beams + EXTEND_SLACK, 32));
  }

  private void layer(
      ComposerShape shape,
      Inputs in,
      Memory at,
      int step,
      long state,
      long contexts,
      long visible,
      int index) {
    CudaDriver.Stream stream = launches.stream();
    ComposerWeights.DecoderLayer layer = weights.decoder.get(index);
    int rows = shape.rows();
    int width = spec.width();
    int heads = spec.heads();
    float scale = (float) (1 / Math.sqrt(spec.headWidth()));

    launches.norm(layer.norm1(), rows, width, at.y, at.normed, stride);
    long own = at.own(index) + (long) step * rows * 3 * stride * Float.BYTES;
    launches.linear(layer.qkv(), rows, at.normed, stride, Activation.NONE, 0, own, 3 * stride);
    selfAttention.with(at.own(index), 3 * stride).with(state).with(step).with(shape.maxItems());
    selfAttention.with(shape.beamWidth()).with(rows).with(heads).with(spec.headWidth());
    selfAttention.with(scale).with(at.attended, stride);
    int grid = Lane.blocks(rows * heads, Lane.ROWS_PER_BLOCK);
    selfAttention.launch(stream, grid, 1, 1, Lane.BLOCK, 0);
    launches.linear(layer.out(), rows, at.attended, stride, Activation.NONE, at.y, at.y, stride);

    launches.norm(layer.norm2(), rows, width, at.y, at.normed, stride);
    launches.linear(layer.query(), rows, at.normed, stride, Activation.NONE, 0, at.query, stride);
    long key = at.contexts(index);
    crossAttention.with(at.query, stride).with(in.beams).with(key, 2 * stride);
    crossAttention.with(key + (long) width * Float.BYTES, 2 * stride).with(contexts);
    crossAttention.with(in.tiles).with(visible).with(heads).with(spec.headWidth());
    crossAttention.with(scale).with(0).with(at.attended, stride);
    crossAttention.launch(
        stream,
        shape.requests(),
        heads,
        1,
        Attentions.CROSS_BLOCK,
        Attentions.crossShared(spec.headWidth()));
    launches.linear(
        layer.crossOut(), rows, at.attended, stride, Activation.NONE, at.y, at.y, stride);

    launches.norm(layer.norm3(), rows, width, at.y, at.normed, stride);
    launches.linear(layer.in(), rows, at.normed, stride, Activation.GELU, 0, at.hidden, inner);
    launches.linear(layer.back(), rows, at.hidden, inner, Activation.NONE, at.y, at.y, stride);
  }

  /** Where the intermediate results of a shape lie. */
  private final class Memory {
    private final long products;
    private final long contexts;
    private final long contextBytes;
    private final long own;
    private final long ownBytes;
    private final long state;
    private final long nextState;
    private final long y;
    private final long normed;
    private final long attended;
    private final long query;
    private final long hidden;
    private final long logits;
    private final long endLogits;
    private final long scores;
    private final long items;
    private final long end;
    private long next;

    Memory(ComposerShape shape, long from) {
      next = from;
      long rows = shape.rows();
      int layers = spec.decoderLayers();
      products = take((long) shape.candidates() * stride);
      contextBytes = DeviceMemory.aligned(2L * shape.tokens() * stride * Float.BYTES);
      contexts = take(layers * contextBytes / Float.BYTES);
      ownBytes = DeviceMemory.aligned(3L * shape.maxItems() * rows * stride * Float.BYTES);
      own = take(layers * ownBytes / Float.BYTES);
      state = take(rows * stateWidth(shape.maxItems()));
      nextState = take(rows * stateWidth(shape.maxItems()));
      y = take(rows * stride);
      normed = take(rows * stride);
      attended = take(rows * stride);
      query = take(rows * stride);
      hidden = take(rows * inner);
      logits = take((long) shape.beamWidth() * shape.candidates());
      endLogits = take(rows);
      scores = take(rows * shape.beamWidth());
      items = take(rows * shape.beamWidth());
      end = next;
    }

    private long take(long words) {
      long at = next;
      next += DeviceMemory.aligned(words * Integer.BYTES);
      return at;
    }

    private long contexts(int layer) {
      return contexts + layer * contextBytes;
    }

    private long own(int layer) {
      return own + layer * ownBytes;
    }
  }
}
