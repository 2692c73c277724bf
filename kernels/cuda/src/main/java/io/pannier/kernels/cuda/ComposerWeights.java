package io.pannier.kernels.cuda;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;

/** The weights of a composer in device memory. */
final class ComposerWeights implements AutoCloseable {
  /** x · matrix + bias in fp32, the matrix as (in, out). */
  record Linear(DeviceArray matrix, DeviceArray bias) {}

  /** The same for tensor cores, the matrix as (out, in) in bf16. */
  record HalfLinear(long matrix, DeviceArray bias) {}

  record Norm(DeviceArray weight, DeviceArray bias) {}

  /** A layer that reads events, in fp32. */
  record EncoderLayer(
      Norm norm1, Linear qkv, Linear out, Norm norm2, Linear in, Linear back, Bias bias) {}

  /** A layer that reads events, for the fused kernels. */
  record FusedLayer(
      Norm norm1,
      HalfLinear qkv,
      HalfLinear out,
      Norm norm2,
      HalfLinear in,
      HalfLinear back,
      Bias bias) {}

  /** Tables of attention by distance and by time. */
  record Bias(DeviceArray position, DeviceArray time) {}

  /** A layer that composes. */
  record DecoderLayer(
      Norm norm1,
      Linear qkv,
      Linear out,
      Norm norm2,
      Linear query,
      Linear kv,
      Linear crossOut,
      Norm norm3,
      Linear in,
      Linear back) {}

  private final ComposerSpec spec;
  private final TensorSource source;
  private final Lane lane;
  private final KernelFunction toBf16;
  private final List<Runnable> held = new ArrayList<>();
  private long bytes;

  final DeviceArray item;
  final DeviceArray category;
  final DeviceArray price;
  final DeviceArray type;
  final DeviceArray gap;
  final List<EncoderLayer> encoder = new ArrayList<>();
  final List<FusedLayer> fused = new ArrayList<>();
  final Norm encoderNorm;
  final DeviceArray start;
  final DeviceArray end;
  final DeviceArray position;
  final List<DecoderLayer> decoder = new ArrayList<>();
  final Norm decoderNorm;
  final Linear pointer;

  /**
   * Reads and copies all tensors.
   *
   * @param halves whether the encoder is fused, on tensor cores
   * @throws PannierException from the source, and DEVICE_MEMORY_EXHAUSTED; nothing is kept then
   */
  ComposerWeights(ComposerSpec spec, TensorSource source, Lane lane, boolean halves) {
    this.spec = spec;
    this.source = source;
    this.lane = lane;
    this.toBf16 = lane.function("to_bf16");
    int width = spec.width();
    try {
      item = table("embedding.item", spec.items());
      category = table("embedding.category", spec.categories());
      price = table("embedding.price", spec.priceBuckets());
      type = table("embedding.type", spec.eventTypes());
      gap = table("embedding.gap", spec.gapBuckets());
      for (int l = 0; l < spec.encoderLayers(); l++) {
        readEncoderLayer("encoder." + l + ".", halves);
      }
      encoderNorm = norm("encoder.norm");
      start = vector("decoder.start", width);
      end = vector("decoder.end", width);
      position = table("decoder.position", spec.maxItems());
      for (int l = 0; l < spec.decoderLayers(); l++) {
        decoder.add(decoderLayer("decoder." + l + "."));
      }
      decoderNorm = norm("decoder.norm");
      pointer = linear("pointer", width, width);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void readEncoderLayer(String layer, boolean halves) {
    int width = spec.width();
    int inner = spec.feedForward();
    Norm norm1 = norm(layer + "norm1");
    Norm norm2 = norm(layer + "norm2");
    Bias bias =
        new Bias(
            matrix(layer + "attention.position_bias", spec.heads(), spec.positionBuckets()),
            matrix(layer + "attention.time_bias", spec.heads(), spec.timeBuckets()));
    if (halves) {
      fused.add(
          new FusedLayer(
              norm1,
              half(layer + "attention.qkv", 3 * width, width),
              half(layer + "attention.out", width, width),
              norm2,
              half(layer + "ffn.in", inner, width),
              half(layer + "ffn.out", width, inner),
              bias));
    } else {
      encoder.add(
          new EncoderLayer(
              norm1,
              linear(layer + "attention.qkv", 3 * width, width),
              linear(layer + "attention.out", width, width),
              norm2,
              linear(layer + "ffn.in", inner, width),
              linear(layer + "ffn.out", width, inner),
              bias));
    }
  }

  private DecoderLayer decoderLayer(String layer) {
    int width = spec.width();
    int inner = spec.feedForward();
    return new DecoderLayer(
        norm(layer + "norm1"),
        linear(layer + "attention.qkv", 3 * width, width),
        linear(layer + "attention.out", width, width),
        norm(layer + "norm2"),
        linear(layer + "cross.query", width, width),
        linear(layer + "cross.kv", 2 * width, width),
        linear(layer + "cross.out", width, width),
        norm(layer + "norm3"),
        linear(layer + "ffn.in", inner, width),
        linear(layer + "ffn.out", width, inner));
  }

  /** Rows of the model's width, padded. */
  private DeviceArray table(String name, int rows) {
    return array(name, source.tensor(name, rows, spec.width()), rows, spec.width());
  }

  private DeviceArray vector(String name, int width) {
    return array(name, source.tensor(name, width), 1, width);
  }

  /** Dense, as one row. */
  private DeviceArray matrix(String name, int rows, int columns) {
    float[] values = source.tensor(name, rows, columns);
    return array(name, values, 1, values.length);
  }

  private DeviceArray array(String name, float[] values, int rows, int width) {
    Requirements.matrix(name, values, rows, width);
    return hold(DeviceArray.rows(lane, name, values, rows, width));
  }

  private Norm norm(String name) {
    return new Norm(vector(name + ".weight", spec.width()), vector(name + ".bias", spec.width()));
  }

  private Linear linear(String name, int out, int in) {
    float[] weight = source.tensor(name + ".weight", out, in);
    float[] turned = new float[weight.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        turned[i * out + o] = weight[o * in + i];
      }
    }
    return new Linear(array(name, turned, in, out), vector(name + ".bias", out));
  }

  private HalfLinear half(String name, int out, int in) {
    float[] weight = source.tensor(name + ".weight", out, in);
    Requirements.matrix(name, weight, out, in);
    CudaDriver.Stream stream = lane.stream();
    DeviceMemory memory = lane.device().memory();
    DeviceMemory.Block block =
        memory.allocate(name, (long) weight.length * Short.BYTES, lane.limit());
    held.add(block::close);
    bytes += block.bytes();
    try (DeviceArray exact = DeviceArray.rows(lane, name, weight, out, in)) {
      toBf16.with(exact.address(), exact.stride()).with(out).with(in).with(block.address(), in);
      toBf16.launch(stream, Lane.blocks(out, Lane.ROWS_PER_BLOCK), 1, 1, Lane.BLOCK, 0);
      stream.synchronize();
    }
    return new HalfLinear(block.address(), vector(name + ".bias", out));
  }

  private DeviceArray hold(DeviceArray array) {
    held.add(array::close);
    bytes += array.bytes();
    return array;
  }

  ComposerSpec spec() {
    return spec;
  }

  /** Device memory of all weights. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    held.forEach(Runnable::run);
    held.clear();
  }
}
