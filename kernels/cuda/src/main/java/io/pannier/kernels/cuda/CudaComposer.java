package io.pannier.kernels.cuda;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A composer that lives on the device. A call is one copy of ids to the device, one graph, and one
 * copy of the result; nothing goes back and forth in between.
 */
final class CudaComposer implements ComposerModel {
  private final CudaDevice device;
  private final ComposerSpec spec;
  private final Lane lane;
  private final ComposerWeights weights;
  private final Launches launches;
  private final EncoderPass encoder;
  private final DecoderPass decoder;
  private final Scans scans;
  private final Staging staging;
  private final Staging results;
  private final ComposerInputs inputs;
  private final ComposerGraphs graphs;
  private final DeviceCatalogue catalogue;
  private final int stride;
  private final int[] chosen;
  private long base;

  private CudaComposer(CudaDevice device, Lane lane, ComposerWeights weights) {
    this.device = device;
    this.spec = weights.spec();
    this.lane = lane;
    this.weights = weights;
    boolean fused = !weights.fused.isEmpty();
    launches = new Launches(lane);
    encoder = new EncoderPass(weights, lane, launches);
    decoder = new DecoderPass(weights, lane, launches);
    scans = new Scans(lane);
    staging = new Staging(device.driver());
    results = new Staging(device.driver());
    inputs = new ComposerInputs(staging, fused, spec.gapBuckets());
    graphs = new ComposerGraphs(lane.stream());
    stride = Products.stride(spec.width());
    int rowBytes = DeviceCatalogue.rowBytes(Precision.FP32, spec.width());
    catalogue = new DeviceCatalogue(weights.item, Precision.FP32, null, null, rowBytes);
    chosen = new int[spec.maxItems()];
  }

  /**
   * Loads a model; empty where the kernels do not take its sizes.
   *
   * @param fp32 whether the encoder must not use tensor cores
   */
  static Optional<ComposerModel> load(
      CudaDevice device, long deviceMemory, ComposerSpec spec, TensorSource source, boolean fp32) {
    if (spec.headWidth() > Attentions.MAX_HEAD_WIDTH
        || spec.width() > ScanPlan.MAX_WIDTH
        || spec.maxItems() > DecoderPass.MAX_ITEMS) {
      return Optional.empty();
    }
    boolean fused = !fp32 && EncoderPass.fuses(spec, device.driver().device());
    Lane lane = new Lane(device, deviceMemory);
    ComposerWeights weights = null;
    try {
      weights = new ComposerWeights(spec, source, lane, fused);
      return Optional.of(new CudaComposer(device, lane, weights));
    } catch (RuntimeException e) {
      if (weights != null) {
        weights.close();
      }
      lane.close();
      throw e;
    }
  }

  @Override
  public ComposerSpec spec() {
    return spec;
  }

  @Override
  public String description() {
    return "composer of width "
        + spec.width()
        + " on "
        + device.driver().device().name()
        + ", "
        + (weights.bytes() >> 20)
        + " MiB of weights, encoder "
        + (weights.fused.isEmpty() ? "in fp32" : "fused in bf16")
        + ", decoder in fp32";
  }

  @Override
  public void encode(EventBatch events, Rows out) {
    ComposerChecks.events(spec, events);
    Sequences sequences = events.sequences();
    int count = sequences.count();
    int width = spec.width();
    out.require("shoppers", count, width);
    if (count == 0) {
      return;
    }
    ComposerShape shape =
        ComposerShape.encode(count, sequences.tokens(), ComposerChecks.longest(sequences));
    guarded(
        () -> {
          long shopperBytes = (long) shape.requests() * stride * Float.BYTES;
          begin(shape, 0, encoder.bytes(shape) + DeviceMemory.aligned(shopperBytes), shopperBytes);
          EncoderPass.Inputs in = inputs.events(shape, events);
          long scratch = base + inputs.bytes(shape, 0);
          finish(
              shape,
              () -> {
                long shoppers = shoppers(shape, in, scratch);
                download(shoppers, shopperBytes);
              });
        });
    for (int s = 0; s < count; s++) {
      MemorySegment.copy(
          results.host(),
          ValueLayout.JAVA_FLOAT,
          (long) s * stride * Float.BYTES,
          out.data(),
          out.offset() + s * out.stride(),
          width);
    }
  }

  /** Launches the encoder and picks the shoppers' vectors, which lie behind its memory. */
  private long shoppers(ComposerShape shape, EncoderPass.Inputs in, long scratch) {
    upload();
    long states = encoder.enqueue(shape, in, scratch);
    long shoppers = scratch + encoder.bytes(shape);
    launches.gather(states, in.last(), shape.requests(), spec.width(), shoppers, stride);
    return shoppers;
  }

  @Override
  public void recommend(EventBatch events, long @Nullable [] hidden, TopK out) {
    ComposerChecks.events(spec, events);
    Sequences sequences = events.sequences();
    int count = sequences.count();
    ComposerChecks.topK(count, out);
    if (count == 0) {
      return;
    }
    int k = out.k();
    ComposerShape shape =
        ComposerShape.recommend(
            count, sequences.tokens(), ComposerChecks.longest(sequences), k, hidden != null);
    int words = hidden == null ? 0 : Lane.blocks(spec.items(), Long.SIZE);
    guarded(
        () -> {
          CudaDriver.Device about = device.driver().device();
          int queries = shape.requests();
          ScanPlan plan =
              ScanPlan.of(about, Precision.FP32, spec.items(), spec.width(), 0, queries, k);
          ScanMemory memory = new ScanMemory(plan, queries, k, 0);
          long listBytes = DeviceMemory.aligned((long) queries * k * Integer.BYTES);
          long shopperBytes = DeviceMemory.aligned((long) queries * stride * Float.BYTES);
          begin(shape, words, encoder.bytes(shape) + shopperBytes + memory.bytes(), 2 * listBytes);
          EncoderPass.Inputs in = inputs.events(shape, events);
          long hiddenAt = hidden == null ? 0 : inputs.hidden(hidden, words);
          long scratch = base + inputs.bytes(shape, words);
          memory.place(scratch + encoder.bytes(shape) + shopperBytes);
          finish(
              shape,
              () -> {
                long shoppers = shoppers(shape, in, scratch);
                scans.enqueue(catalogue, plan, memory, shoppers, queries, hiddenAt, words, k);
                // Items and scores lie one behind the other.
                download(memory.bestItems(), 2 * listBytes);
              });
          MemorySegment from = results.host();
          MemorySegment.copy(from, ValueLayout.JAVA_INT, 0, out.items(), 0, count * k);
          MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, listBytes, out.scores(), 0, count * k);
        });
  }

  @Override
  public void compose(EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
    ComposerChecks.events(spec, events);
    Sequences sequences = events.sequences();
    int count = sequences.count();
    ComposerChecks.candidates(spec, count, candidates);
    ComposerChecks.beams(spec, count, config, out);
    if (count == 0) {
      return;
    }
    ComposerShape shape =
        ComposerShape.compose(
            count,
            sequences.tokens(),
            ComposerChecks.longest(sequences),
            candidates.candidates().tokens(),
            ComposerChecks.longest(candidates.candidates()),
            config.width(),
            config.minItems(),
            config.maxItems());
    guarded(
        () -> {
          long stateBytes =
              (long) shape.rows() * DecoderPass.stateWidth(config.maxItems()) * Integer.BYTES;
          begin(shape, 0, encoder.bytes(shape) + decoder.bytes(shape), stateBytes);
          EncoderPass.Inputs in = inputs.events(shape, events);
          DecoderPass.Inputs offered = inputs.candidates(shape, candidates);
          long scratch = base + inputs.bytes(shape, 0);
          finish(
              shape,
              () -> {
                upload();
                long states = encoder.enqueue(shape, in, scratch);
                long state =
                    decoder.enqueue(
                        shape,
                        offered,
                        states,
                        in.offsets(),
                        in.visible(),
                        scratch + encoder.bytes(shape));
                download(state, stateBytes);
              });
        });
    for (int r = 0; r < count; r++) {
      read(r, config, out);
    }
  }

  private void read(int request, BeamConfig config, Beams out) {
    out.clear(request);
    int size = DecoderPass.stateWidth(config.maxItems());
    MemorySegment state = results.host();
    for (int b = 0; b < config.width(); b++) {
      long at = (long) (request * config.width() + b) * size;
      float logProbability = state.getAtIndex(ValueLayout.JAVA_FLOAT, at);
      if (logProbability == Float.NEGATIVE_INFINITY) {
        continue;
      }
      int length = state.getAtIndex(ValueLayout.JAVA_INT, at + 1);
      MemorySegment.copy(
          state,
          ValueLayout.JAVA_INT,
          (at + DecoderPass.STATE_HEAD) * Integer.BYTES,
          chosen,
          0,
          length);
      out.add(request, chosen, 0, length, logProbability);
    }
  }

  /** Makes room for a call and begins its inputs. */
  private void begin(ComposerShape shape, int hiddenWords, long scratch, long resultBytes) {
    long inputBytes = inputs.bytes(shape, hiddenWords);
    device.enter();
    boolean moved = staging.reserve(inputBytes);
    moved |= results.reserve(resultBytes);
    long at = lane.workspace(inputBytes + scratch);
    if (moved || at != base) {
      graphs.clear();
      base = at;
    }
    staging.begin(at);
  }

  private void upload() {
    launches.stream().upload(base, staging.host(), staging.filled());
  }

  private void download(long device, long bytes) {
    launches.stream().download(results.host(), device, bytes);
  }

  private void finish(ComposerShape shape, Runnable work) {
    graphs.run(shape, work);
    launches.stream().synchronize();
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (PannierException e) {
      device.noteFailure(e);
      throw e;
    }
  }

  @Override
  public void close() {
    if (!device.lost()) {
      device.enter();
      graphs.close();
      staging.close();
      results.close();
    }
    weights.close();
    lane.close();
  }
}
