package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names and shapes of the tensors of a composer, in the order in which data flows. */
public final class ComposerTensors {
  private final ComposerSpec spec;
  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  private ComposerTensors(ComposerSpec spec) {
    this.spec = spec;
    int width = spec.width();
    add("embedding.item", spec.items(), width);
    add("embedding.category", spec.categories(), width);
    add("embedding.price", spec.priceBuckets(), width);
    add("embedding.type", spec.eventTypes(), width);
    add("embedding.gap", spec.gapBuckets(), width);
    for (int l = 0; l < spec.encoderLayers(); l++) {
      String layer = "encoder." + l + ".";
      addAttention(layer);
      add(layer + "attention.position_bias", spec.heads(), spec.positionBuckets());
      add(layer + "attention.time_bias", spec.heads(), spec.timeBuckets());
      addNorm(layer + "norm2");
      addFeedForward(layer);
    }
    addNorm("encoder.norm");
    add("decoder.start", width);
    add("decoder.end", width);
    add("decoder.position", spec.maxItems(), width);
    for (int l = 0; l < spec.decoderLayers(); l++) {
      String layer = "decoder." + l + ".";
      addAttention(layer);
      addNorm(layer + "norm2");
      addLinear(layer + "cross.query", width, width);
      addLinear(layer + "cross.kv", 2 * width, width);
      addLinear(layer + "cross.out", width, width);
      addNorm(layer + "norm3");
      addFeedForward(layer);
    }
    addNorm("decoder.norm");
    addLinear("pointer", width, width);
  }

  /** Shapes by name; a new map for each call. */
  public static Map<String, int[]> of(ComposerSpec spec) {
    return new ComposerTensors(spec).shapes;
  }

  private void addAttention(String layer) {
    addNorm(layer + "norm1");
    addLinear(layer + "attention.qkv", 3 * spec.width(), spec.width());
    addLinear(layer + "attention.out", spec.width(), spec.width());
  }

  private void addFeedForward(String layer) {
    addLinear(layer + "ffn.in", spec.feedForward(), spec.width());
    addLinear(layer + "ffn.out", spec.width(), spec.feedForward());
  }

  private void addNorm(String name) {
    add(name + ".weight", spec.width());
    add(name + ".bias", spec.width());
  }

  private void addLinear(String name, int out, int in) {
    add(name + ".weight", out, in);
    add(name + ".bias", out);
  }

  private void add(String name, int... shape) {
    shapes.put(name, shape);
  }
}
