// Tests of the tensor core kernels: products, the feed-forward layer, the attention layer. Inputs and weights are
// numbers that a bf16 holds; the measure of closeness is a plain loop that rounds to bf16 where the kernels do.
#include <algorithm>

#include "attention_reference.hpp"
#include "testing.hpp"

namespace {

const float* NO_FLOATS = nullptr;

double round16(double x, bool rounding) { return rounding ? fromBf16(bf16(float(x))) : x; }

double activate(double x, int activation) {
  if (activation == 1) return x / (1 + std::exp(-2 * std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
  return activation == 2 ? x / (1 + std::exp(-x)) : x;
}

// in (rows, K) · weight (N, K) transposed, plus bias.
std::vector<double> linear(const std::vector<double>& in, int rows, int inner, const std::vector<float>& weight,
                           const std::vector<float>& bias) {
  int columns = int(weight.size()) / inner;
  std::vector<double> out(size_t(rows) * columns);
  for (int r = 0; r < rows; r++) {
    for (int n = 0; n < columns; n++) {
      double sum = bias.empty() ? 0 : bias[n];
      for (int k = 0; k < inner; k++) sum += in[size_t(r) * inner + k] * weight[size_t(n) * inner + k];
      out[size_t(r) * columns + n] = sum;
    }
  }
  return out;
}

std::vector<double> normalised(const std::vector<float>& x, int rows, int width, const std::vector<float>& weight,
                               const std::vector<float>& bias, bool rounding) {
  std::vector<double> out(x.begin(), x.end());
  for (int r = 0; r < rows; r++) {
    double *row = out.data() + size_t(r) * width, mean = 0, variance = 0;
    for (int i = 0; i < width; i++) mean += row[i] / width;
    for (int i = 0; i < width; i++) variance += (row[i] - mean) * (row[i] - mean) / width;
    for (int i = 0; i < width; i++) {
      if (!weight.empty()) row[i] = (row[i] - mean) / std::sqrt(variance + 1e-5f) * weight[i] + bias[i];
      row[i] = round16(row[i], rounding);
    }
  }
  return out;
}

std::vector<float> floats(const std::vector<double>& values) {
  return std::vector<float>(values.begin(), values.end());
}

void roundAll(std::vector<double>& values, bool rounding) {
  for (double& x : values) x = round16(x, rounding);
}

struct FeedForward {
  int rows, width, inner, activation;
  bool norm;
  std::vector<float> x, normWeight, normBias, inWeight, inBias, outWeight, outBias;

  FeedForward(Random& random, int rows, int width, int inner, int activation, bool norm)
      : rows(rows),
        width(width),
        inner(inner),
        activation(activation),
        norm(norm),
        x(random.normals(size_t(rows) * width)),
        inWeight(roundedToBf16(random.normals(size_t(inner) * width, 1 / std::sqrt(float(width))))),
        inBias(random.normals(inner)),
        outWeight(roundedToBf16(random.normals(size_t(width) * inner, 1 / std::sqrt(float(inner))))),
        outBias(random.normals(width)) {
    if (norm) {
      normWeight = random.normals(width);
      normBias = random.normals(width);
    }
  }

  std::vector<double> reference(bool rounding) const {
    std::vector<double> hidden =
        linear(normalised(x, rows, width, normWeight, normBias, rounding), rows, width, inWeight, inBias);
    for (double& h : hidden) h = round16(activate(h, activation), rounding);
    std::vector<double> y = linear(hidden, rows, inner, outWeight, outBias);
    for (size_t i = 0; i < y.size(); i++) y[i] += x[i];
    return y;
  }

  std::vector<float> run(const std::vector<float>& input, int count) const {
    DeviceArray<float> y(input), w(normWeight), b(normBias), inB(inBias), outB(outBias);
    DeviceArray<Bits16> inW(toBf16(inWeight)), outW(toBf16(outWeight));
    const char* name = width <= 64    ? "feed_forward_bf16_64"
                       : width <= 128 ? "feed_forward_bf16_128"
                                      : "feed_forward_bf16_256";
    launch(name, Grid(ceilDiv(count, 64)), 128, 128 * (width + 8) + 18432, (const float*)y.data(), width, count,
           norm ? (const float*)w.data() : NO_FLOATS, norm ? (const float*)b.data() : NO_FLOATS, 1e-5f,
           (const Bits16*)inW.data(), (const float*)inB.data(), (const Bits16*)outW.data(), (const float*)outB.data(),
           width, inner, activation, y.data(), width);
    checkIntact(y, w, b, inB, outB, inW, outW);
    return y.values();
  }
};

struct AttentionLayer {
  AttentionCase c;
  bool norm;
  std::vector<float> x, normWeight, normBias, qkvWeight, qkvBias, outWeight, outBias;

  AttentionLayer(Random& random, const AttentionCase& c, bool norm) : c(c), norm(norm) {
    int width = c.width();
    x = random.normals(size_t(c.offsets.back()) * width);
    if (norm) {
      normWeight = random.normals(width);
      normBias = random.normals(width);
    }
    float scale = 1 / std::sqrt(float(width));
    qkvWeight = roundedToBf16(random.normals(size_t(3) * width * width, scale));
    outWeight = roundedToBf16(random.normals(size_t(width) * width, scale));
    qkvBias = random.normals(3 * width, 0.3f);
    outBias = random.normals(width);
  }

  // Attention itself rounds its weights as well; that is left out, which only makes the measure stricter.
  std::vector<double> reference(bool rounding) const {
    int width = c.width(), tokens = c.offsets.back();
    std::vector<double> qkv =
        linear(normalised(x, tokens, width, normWeight, normBias, rounding), tokens, width, qkvWeight, qkvBias);
    roundAll(qkv, rounding);
    const double* q = qkv.data();
    std::vector<double> mixed = c.run<double>(q, q + width, q + 2 * width, 3 * width);
    roundAll(mixed, rounding);
    std::vector<double> y = linear(mixed, tokens, width, outWeight, outBias);
    for (size_t i = 0; i < y.size(); i++) y[i] += x[i];
    return y;
  }

  // Sequences of each bucket in a launch of their own, as a host does it; short ones four to a block if `packed`.
  std::vector<float> run(bool packed = false) const {
    int width = c.width(), tokens = c.offsets.back();
    DeviceArray<float> in(x), out(size_t(tokens) * width), w(normWeight), b(normBias), qkvB(qkvBias), outB(outBias),
        positions(c.positionBias), gaps(c.timeBias);
    DeviceArray<Bits16> qkvW(toBf16(qkvWeight)), outW(toBf16(outWeight));
    DeviceArray<int> offsets(c.offsets), times(c.times);
    DeviceArray<uint8_t> visible(c.visible);
    for (int tiles = 1; tiles <= 8; tiles++) {
      std::vector<int> bucket;
      for (int s = 0; s + 1 < int(c.offsets.size()); s++) {
        if (std::max(1, ceilDiv(c.offsets[s + 1] - c.offsets[s], 64)) == tiles) bucket.push_back(s);
      }
      if (bucket.empty()) continue;
      bool together = packed && tiles == 1;
      if (together) bucket = fourToABlock(bucket);
      bucket.push_back(-1);
      for (int i = 0; together && i < 3; i++) bucket.push_back(-1);
      DeviceArray<int> sequences(bucket);
      Grid grid(int(bucket.size()) / (together ? 4 : 1));
      unsigned shared = tiles * 19200 + 128 * (width + 8) + 18432;
      auto start = [&](const char* name, auto... last) {
        launch(name, grid, 128, shared, (const float*)in.data(), width, (const int*)offsets.data(),
               (const int*)sequences.data(), c.times.empty() ? (const int*)nullptr : times.data(),
               c.visible.empty() ? (const uint8_t*)nullptr : visible.data(), norm ? (const float*)w.data() : NO_FLOATS,
               norm ? (const float*)b.data() : NO_FLOATS, 1e-5f, (const Bits16*)qkvW.data(), (const float*)qkvB.data(),
               (const Bits16*)outW.data(), (const float*)outB.data(),
               c.positionBias.empty() ? NO_FLOATS : positions.data(), int(c.positionBias.size()) / c.heads,
               c.timeBias.empty() ? NO_FLOATS : gaps.data(), int(c.timeBias.size()) / c.heads, width, c.heads, c.scale,
               int(c.causal), int(c.silu), last...);
      };
      if (together)
        start("attention_short_bf16", out.data(), width);
      else
        start("attention_block_bf16", tiles, out.data(), width);
      checkIntact(sequences);
    }
    checkIntact(in, out, w, b, qkvB, outB, positions, gaps, qkvW, outW, offsets, times, visible);
    return out.values();
  }

  // Lists of four sequences, filled up with -1, that together take at most four times 16 rows.
  std::vector<int> fourToABlock(const std::vector<int>& sequences) const {
    std::vector<int> blocks;
    int slots = 0;
    for (int s : sequences) {
      int needed = ceilDiv(c.offsets[s + 1] - c.offsets[s], 16);
      if (blocks.empty() || slots + needed > 4 || blocks.size() % 4 == 0) {
        while (blocks.size() % 4 != 0) blocks.push_back(-1);
        slots = 0;
      }
      blocks.push_back(s);
      slots += needed;
    }
    while (blocks.size() % 4 != 0) blocks.push_back(-1);
    return blocks;
  }

  AttentionLayer only(int sequence) const {
    AttentionLayer one = *this;
    int from = c.offsets[sequence], to = c.offsets[sequence + 1], width = c.width();
    one.c.offsets = one.c.keyOffsets = {0, to - from};
    if (!c.times.empty()) one.c.times.assign(c.times.begin() + from, c.times.begin() + to);
    if (!c.visible.empty()) one.c.visible.assign(c.visible.begin() + from, c.visible.begin() + to);
    one.x.assign(x.begin() + size_t(from) * width, x.begin() + size_t(to) * width);
    return one;
  }
};

AttentionCase attentionCase(int heads, int headWidth, const std::vector<int>& lengths) {
  AttentionCase c{
      heads, headWidth, float(1 / std::sqrt(double(headWidth))), true, false, offsetsOf(lengths), {}, {}, {}, {}, {}};
  c.keyOffsets = c.offsets;
  return c;
}

void addEverything(AttentionCase& c, Random& random) {
  int time = 0;
  for (int t = 0; t < c.offsets.back(); t++) {
    time += random.below(1 << random.below(16));
    c.times.push_back(time);
    c.visible.push_back(random.below(4) != 0);
  }
  c.positionBias = random.normals(size_t(c.heads) * 20);
  c.timeBias = random.normals(size_t(c.heads) * 12);
}

constexpr double FLOOR = 2e-3;  // half a step of bf16, of the greatest value

}  // namespace

TEST(tensor_multiply_bf16) {
  Random random(50);
  const int shapes[][3] = {{1, 1, 8}, {5, 130, 40}, {129, 64, 72}, {16, 7, 200}, {3, 9, 17}};
  for (auto& shape : shapes) {
    int rows = shape[0], columns = shape[1], inner = shape[2], stride = up(inner, 8);
    std::vector<float> a = roundedToBf16(random.normals(size_t(rows) * stride)),
                       weight = roundedToBf16(random.normals(size_t(columns) * stride)), bias = random.normals(columns),
                       residual = random.normals(size_t(rows) * columns);
    DeviceArray<Bits16> left(toBf16(a)), right(toBf16(weight)), c16(size_t(rows) * columns);
    DeviceArray<float> biases(bias), c(residual);
    launch("multiply_bf16", Grid(ceilDiv(columns, 128), ceilDiv(rows, 128)), 256, 61440, (const Bits16*)left.data(),
           stride, (const Bits16*)right.data(), stride, rows, columns, inner, (const float*)biases.data(), 1,
           (const float*)c.data(), columns, c.data(), columns, c16.data(), columns);
    std::vector<double> exact;
    for (int r = 0; r < rows; r++) {
      for (int n = 0; n < columns; n++) {
        double sum = bias[n];
        for (int k = 0; k < inner; k++) sum += double(a[size_t(r) * stride + k]) * weight[size_t(n) * stride + k];
        exact.push_back(activate(sum, 1) + residual[size_t(r) * columns + n]);
      }
    }
    checkWithin("bf16 product", c.values(), exact, 1e-6);
    for (size_t i = 0; i < exact.size(); i++) CHECK(c16[i] == bf16(c[i]));
    checkIntact(left, right, c16, biases, c);
  }
}

TEST(tensor_feed_forward) {
  Random random(51);
  struct Size {
    int rows, width, inner, activation;
    bool norm;
  };
  std::vector<Size> sizes = {{1, 16, 8, 1, true}, {70, 64, 136, 1, true}, {9, 48, 64, 2, false}};
  if (!smallSizes) sizes.insert(sizes.end(), {{65, 128, 200, 1, true}, {5, 256, 72, 1, true}, {3, 80, 64, 0, true}});
  for (const Size& size : sizes) {
    FeedForward layer(random, size.rows, size.width, size.inner, size.activation, size.norm);
    std::vector<float> y = layer.run(layer.x, size.rows);
    checkClose("feed forward", y, layer.reference(false), floats(layer.reference(true)), FLOOR);
    std::vector<float> last(layer.x.end() - size.width, layer.x.end());
    CHECK(sameBits(layer.run(last, 1).data(), y.data() + size_t(size.rows - 1) * size.width, size.width));
  }
}

TEST(tensor_attention_layer) {
  Random random(52);
  struct Size {
    int heads, headWidth;
    std::vector<int> lengths;
  };
  std::vector<Size> sizes = {{2, 32, {1, 0, 17, 64, 65}}, {1, 16, {5, 70}}, {3, 32, {33}}};
  if (!smallSizes) sizes.insert(sizes.end(), {{2, 64, {100, 3}}, {4, 16, {130, 64}}, {4, 64, {20}}, {1, 64, {512}}});
  for (const Size& size : sizes) {
    for (int kind = 0; kind < 3; kind++) {
      AttentionCase c = attentionCase(size.heads, size.headWidth, size.lengths);
      if (kind > 0) addEverything(c, random);
      c.silu = kind == 2;
      c.causal = kind != 1;
      AttentionLayer layer(random, c, kind != 1);
      std::vector<float> y = layer.run();
      checkClose("attention layer", y, layer.reference(false), floats(layer.reference(true)), FLOOR);
    }
  }
}

TEST(tensor_attention_layer_of_short_sequences) {
  Random random(55);
  std::vector<int> lengths = {16, 1, 17, 3, 0, 64, 5, 40, 10, 2, 2, 2, 70, 33, 16};
  if (smallSizes) lengths = {7, 16, 17, 0, 50};
  for (int kind = 0; kind < 4; kind++) {
    AttentionCase c = attentionCase(kind == 3 ? 1 : 2, kind == 3 ? 16 : 32, lengths);
    if (kind > 0) addEverything(c, random);
    c.silu = kind == 2;
    c.causal = kind != 1;
    AttentionLayer layer(random, c, true);
    std::vector<float> packed = layer.run(true), alone = layer.run(false);
    checkClose("short sequences", packed, layer.reference(false), floats(layer.reference(true)), FLOOR);
    CHECK(sameBits(packed.data(), alone.data(), packed.size()));
  }
}

TEST(tensor_attention_layer_of_hidden_tokens) {
  Random random(53);
  AttentionCase c = attentionCase(2, 32, {20, 70});
  c.visible.assign(90, 1);
  for (int t = 0; t < 20; t++) c.visible[t] = 0;
  for (int t = 20; t < 86; t++) c.visible[t] = 0;  // a whole tile of keys is hidden before the first visible one
  AttentionLayer layer(random, c, true);
  std::vector<float> y = layer.run();
  for (int i = 0; i < 86 * 64; i++) CHECK(y[i] == layer.x[i] + layer.outBias[i % 64]);
  checkClose("hidden", y, layer.reference(false), floats(layer.reference(true)), FLOOR);
}

TEST(tensor_attention_layer_does_not_depend_on_the_batch) {
  Random random(54);
  AttentionCase c = attentionCase(2, 32, {37, 5, 80});
  addEverything(c, random);
  AttentionLayer layer(random, c, true);
  std::vector<float> together = layer.run();
  for (int s = 0; s < 3; s++) {
    std::vector<float> alone = layer.only(s).run();
    CHECK(sameBits(alone.data(), together.data() + size_t(c.offsets[s]) * 64, alone.size()));
  }
}
