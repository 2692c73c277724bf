package io.pannier.kernels.bench;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.bench.OnnxGraph.Attribute;
import io.pannier.kernels.bench.OnnxGraph.Element;
import java.util.List;

/**
 * The composer's architecture ({@link ComposerSpec}) as ONNX graphs, the way an export of it would
 * look.
 *
 * <p>Position and time biases come in as one additive mask for each layer, together with causality:
 * their look-up is left out of what is timed, in the peer's favour.
 */
final class OnnxComposer {
  private static final Attribute LAST_AXIS = new Attribute.Int("axis", -1);
  private static final Attribute TRANSPOSED = new Attribute.Int("transB", 1);

  private final ComposerSpec spec;
  private final TensorSource weights;
  private final OnnxGraph graph = new OnnxGraph();

  private OnnxComposer(ComposerSpec spec, TensorSource weights) {
    this.spec = spec;
    this.weights = weights;
  }

  /**
   * Inputs items, categories, prices, types, gaps (T) and mask0… (H, T, T); output states (T, W).
   */
  static byte[] encoder(ComposerSpec spec, TensorSource weights, int events) {
    OnnxComposer composer = new OnnxComposer(spec, weights);
    String states = composer.encode(events, composer.itemTable());
    composer.graph.output(
        composer.graph.node("Identity", List.of(states)), Element.FLOAT, events, spec.width());
    return composer.graph.toBytes();
  }

  /** Inputs as of the encoder; outputs scores (1, K) and items (1, K) of the whole vocabulary. */
  static byte[] recommender(ComposerSpec spec, TensorSource weights, int events, int k) {
    OnnxComposer composer = new OnnxComposer(spec, weights);
    OnnxGraph graph = composer.graph;
    String table = composer.itemTable();
    String states = composer.encode(events, table);
    String shopper = graph.node("Gather", List.of(states, graph.indices(events - 1)));
    String scores = graph.node("Gemm", List.of(shopper, table), TRANSPOSED);
    List<String> best = graph.nodes("TopK", List.of(scores, graph.indices(k)), 2, LAST_AXIS);
    graph.output(best.get(0), Element.FLOAT, 1, k);
    graph.output(best.get(1), Element.INT64, 1, k);
    return graph.toBytes();
  }

  /**
   * One step of the decoder over the whole prefix, keys and values of the context included. Inputs
   * candidates' items, categories, prices (C), tokens (B, S) with 0 for the start and 1 + candidate
   * else, steps (S) from 0, causal (S, S) additive and states (T, W); output logits (B, 1 + C), the
   * end first.
   */
  static byte[] decoder(ComposerSpec spec, TensorSource weights, int events) {
    return new OnnxComposer(spec, weights).decode(events);
  }

  private String itemTable() {
    return tensor("embedding.item", spec.items(), spec.width());
  }

  private String tensor(String name, int... shape) {
    long[] sizes = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = shape[i];
    }
    return graph.constant(weights.tensor(name, shape), sizes);
  }

  private String add(String a, String b) {
    return graph.node("Add", List.of(a, b));
  }

  private String transpose(String value, long... permutation) {
    return graph.node("Transpose", List.of(value), new Attribute.Ints("perm", permutation));
  }

  private String reshape(String value, long... shape) {
    return graph.node("Reshape", List.of(value, graph.indices(shape)));
  }

  private String norm(String name, String value) {
    return graph.node(
        "LayerNormalization",
        List.of(
            value, tensor(name + ".weight", spec.width()), tensor(name + ".bias", spec.width())),
        LAST_AXIS,
        new Attribute.Real("epsilon", ComposerSpec.NORM_EPSILON));
  }

  /** x · weightᵀ + bias; the weight is stored transposed, so that any leading sizes work. */
  private String linear(String name, String value, int out, int in) {
    float[] weight = weights.tensor(name + ".weight", out, in);
    float[] turned = new float[weight.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        turned[i * out + o] = weight[o * in + i];
      }
    }
    String product = graph.node("MatMul", List.of(value, graph.constant(turned, in, out)));
    return add(product, tensor(name + ".bias", out));
  }

  private String product(String table, String items, String categories, String prices) {
    String category = tensor("embedding.category", spec.categories(), spec.width());
    String price = tensor("embedding.price", spec.priceBuckets(), spec.width());
    return add(
        add(
            graph.node("Gather", List.of(table, items)),
            graph.node("Gather", List.of(category, categories))),
        graph.node("Gather", List.of(price, prices)));
  }

  private String feedForward(String prefix, String normed) {
    String inner = linear(prefix + ".ffn.in", normed, spec.feedForward(), spec.width());
    String active = graph.node("Gelu", List.of(inner), new Attribute.Text("approximate", "tanh"));
    return linear(prefix + ".ffn.out", active, spec.width(), spec.feedForward());
  }

  private String encode(int events, String table) {
    String items = graph.input("items", Element.INT64, events);
    String categories = graph.input("categories", Element.INT64, events);
    String prices = graph.input("prices", Element.INT64, events);
    String types = graph.input("types", Element.INT64, events);
    String gaps = graph.input("gaps", Element.INT64, events);
    String type = tensor("embedding.type", spec.eventTypes(), spec.width());
    String gap = tensor("embedding.gap", spec.gapBuckets(), spec.width());
    String x =
        add(
            add(
                product(table, items, categories, prices),
                graph.node("Gather", List.of(type, types))),
            graph.node("Gather", List.of(gap, gaps)));
    for (int layer = 0; layer < spec.encoderLayers(); layer++) {
      String name = "encoder." + layer;
      String mask = graph.input("mask" + layer, Element.FLOAT, spec.heads(), events, events);
      String normed = norm(name + ".norm1", x);
      String qkv = linear(name + ".attention.qkv", normed, 3 * spec.width(), spec.width());
      List<String> parts = split(qkv, 3);
      String attended =
          attend(
              heads(parts.get(0), events, 1, 0, 2),
              heads(parts.get(1), events, 1, 2, 0),
              heads(parts.get(2), events, 1, 0, 2),
              mask);
      String joined = reshape(transpose(attended, 1, 0, 2), events, spec.width());
      x = add(x, linear(name + ".attention.out", joined, spec.width(), spec.width()));
      x = add(x, feedForward(name, norm(name + ".norm2", x)));
    }
    return norm("encoder.norm", x);
  }

  private List<String> split(String value, int parts) {
    return graph.nodes(
        "Split", List.of(value), parts, LAST_AXIS, new Attribute.Int("num_outputs", parts));
  }

  /** (T, W) to (H, T, D), or to (H, D, T), as the permutation of (T, H, D) says. */
  private String heads(String value, int tokens, long... permutation) {
    return transpose(reshape(value, tokens, spec.heads(), spec.headWidth()), permutation);
  }

  /** (B, S, W) to (B, H, S, D), or to (B, H, D, S). */
  private String batchedHeads(String value, long... permutation) {
    return transpose(reshape(value, 0, 0, spec.heads(), spec.headWidth()), permutation);
  }

  private String attend(String query, String key, String value, String mask) {
    String scale = graph.constant(new float[] {(float) (1 / Math.sqrt(spec.headWidth()))}, 1);
    String scores = graph.node("Mul", List.of(graph.node("MatMul", List.of(query, key)), scale));
    String masked = mask.isEmpty() ? scores : add(scores, mask);
    String shares = graph.node("Softmax", List.of(masked), LAST_AXIS);
    return graph.node("MatMul", List.of(shares, value));
  }

  private byte[] decode(int events) {
    String states = graph.input("states", Element.FLOAT, events, spec.width());
    String tokens = graph.input("tokens", Element.INT64, "beams", "steps");
    String steps = graph.input("steps", Element.INT64, "steps");
    String causal = graph.input("causal", Element.FLOAT, "steps", "steps");
    String products =
        product(
            itemTable(),
            graph.input("items", Element.INT64, "candidates"),
            graph.input("categories", Element.INT64, "candidates"),
            graph.input("prices", Element.INT64, "candidates"));
    Attribute rows = new Attribute.Int("axis", 0);
    String start = tensor("decoder.start", spec.width());
    String rowsOfTokens =
        graph.node("Concat", List.of(reshape(start, 1, spec.width()), products), rows);
    String positions = tensor("decoder.position", spec.maxItems(), spec.width());
    String y =
        add(
            graph.node("Gather", List.of(rowsOfTokens, tokens)),
            graph.node("Gather", List.of(positions, steps)));
    for (int layer = 0; layer < spec.decoderLayers(); layer++) {
      y = decoderLayer("decoder." + layer, y, states, events, causal);
    }
    String last =
        graph.node(
            "Gather",
            List.of(norm("decoder.norm", y), graph.indices(-1)),
            new Attribute.Int("axis", 1));
    String pointer = linear("pointer", reshape(last, -1, spec.width()), spec.width(), spec.width());
    String end = reshape(tensor("decoder.end", spec.width()), 1, spec.width());
    String choices = graph.node("Concat", List.of(end, products), rows);
    String logits =
        graph.node(
            "Gemm",
            List.of(pointer, choices),
            TRANSPOSED,
            new Attribute.Real("alpha", (float) (1 / Math.sqrt(spec.width()))));
    graph.output(logits, Element.FLOAT, "beams", "choices");
    return graph.toBytes();
  }

  private String decoderLayer(String name, String in, String states, int events, String causal) {
    String normed = norm(name + ".norm1", in);
    List<String> own =
        split(linear(name + ".attention.qkv", normed, 3 * spec.width(), spec.width()), 3);
    String self =
        attend(
            batchedHeads(own.get(0), 0, 2, 1, 3),
            batchedHeads(own.get(1), 0, 2, 3, 1),
            batchedHeads(own.get(2), 0, 2, 1, 3),
            causal);
    String y = add(in, output(name + ".attention.out", self));
    String query =
        linear(name + ".cross.query", norm(name + ".norm2", y), spec.width(), spec.width());
    List<String> context =
        split(linear(name + ".cross.kv", states, 2 * spec.width(), spec.width()), 2);
    String cross =
        attend(
            batchedHeads(query, 0, 2, 1, 3),
            heads(context.get(0), events, 1, 2, 0),
            heads(context.get(1), events, 1, 0, 2),
            "");
    y = add(y, output(name + ".cross.out", cross));
    return add(y, feedForward(name, norm(name + ".norm3", y)));
  }

  private String output(String name, String attended) {
    String joined = reshape(transpose(attended, 0, 2, 1, 3), 0, 0, spec.width());
    return linear(name, joined, spec.width(), spec.width());
  }
}
