// Tests of attention_fp32.cu.
#include <algorithm>

#include "attention_reference.hpp"
#include "testing.hpp"

namespace {

const int* NO_INTS = nullptr;
const uint8_t* NO_BYTES = nullptr;
const float* NO_FLOATS = nullptr;

int paddedRow(int headWidth) { return 4 * (ceilDiv(headWidth, 4) | 1); }

// A case on the device: query, key and value interleaved in rows of `stride`.
struct SelfAttention {
  AttentionCase c;
  int stride;
  DeviceArray<float> qkv;
  DeviceArray<int> offsets, times;
  DeviceArray<uint8_t> visible;
  DeviceArray<float> positionBias, timeBias;

  SelfAttention(const AttentionCase& c, const std::vector<float>& values, int stride)
      : c(c),
        stride(stride),
        qkv(values),
        offsets(c.offsets),
        times(c.times),
        visible(c.visible),
        positionBias(c.positionBias),
        timeBias(c.timeBias) {}

  void run(const std::vector<int>& tileList, float* out) {
    DeviceArray<int> tiles(tileList);
    int d = c.headWidth, positions = int(c.positionBias.size()) / c.heads, buckets = int(c.timeBias.size()) / c.heads;
    launch("self_attention_fp32", Grid(std::max(1, int(tileList.size()) / 2), c.heads), 128,
           4 * (96 * paddedRow(d) + 1024), (const float*)qkv.data(), stride, (const float*)qkv.data() + c.width(),
           stride, (const float*)qkv.data() + 2 * c.width(), stride, (const int*)offsets.data(),
           (const int*)tiles.data(), c.times.empty() ? NO_INTS : (const int*)times.data(),
           c.visible.empty() ? NO_BYTES : visible.data(), c.positionBias.empty() ? NO_FLOATS : positionBias.data(),
           positions, c.timeBias.empty() ? NO_FLOATS : timeBias.data(), buckets, c.heads, d, c.scale, int(c.causal),
           int(c.silu), out, c.width());
    checkIntact(qkv, offsets, times, visible, positionBias, timeBias, tiles);
  }
};

void checkSelf(const AttentionCase& c, Random& random, int extraStride) {
  int stride = 3 * c.width() + extraStride, tokens = c.offsets.back();
  std::vector<float> values = random.normals(size_t(tokens) * stride);
  SelfAttention attention(c, values, stride);
  DeviceArray<float> out(size_t(tokens) * c.width());
  attention.run(tilesOf(c.offsets, 32), out.data());
  const float *q = values.data(), *k = q + c.width(), *v = k + c.width();
  checkClose("self attention", out.values(), c.run<double>(q, k, v, stride), c.run<float>(q, k, v, stride), 5e-7);
  checkIntact(out);
}

AttentionCase plain(int heads, int headWidth, std::vector<int> lengths) {
  AttentionCase c{
      heads, headWidth, float(1 / std::sqrt(double(headWidth))), false, false, offsetsOf(lengths), {}, {}, {}, {}, {}};
  c.keyOffsets = c.offsets;
  return c;
}

void addEverything(AttentionCase& c, Random& random) {
  c.causal = true;
  int time = 1000;
  for (int t = 0; t < c.offsets.back(); t++) {
    time += random.below(3) == 0 ? 0 : random.below(1 << random.below(20));
    c.times.push_back(time);
    c.visible.push_back(random.below(4) != 0);
  }
  c.positionBias = random.normals(size_t(c.heads) * 11);
  c.timeBias = random.normals(size_t(c.heads) * 9);
}

}  // namespace

TEST(self_attention_of_odd_sizes) {
  Random random(20);
  checkSelf(plain(2, 16, {1, 0, 5, 32, 33, 67}), random, 0);
  checkSelf(plain(1, 7, {1, 31, 3}), random, 1);
  checkSelf(plain(3, 33, {40, 2}), random, 5);
  checkSelf(plain(1, 256, {35}), random, 0);
  checkSelf(plain(2, 1, {9, 70}), random, 3);
  if (!smallSizes) checkSelf(plain(1, 64, {200}), random, 0);
}

TEST(self_attention_with_biases_and_masks) {
  Random random(21);
  for (bool silu : {false, true}) {
    AttentionCase c = plain(2, 24, {1, 50, 0, 33, 7});
    addEverything(c, random);
    c.silu = silu;
    checkSelf(c, random, 0);
    c.causal = false;
    checkSelf(c, random, 4);
  }
}

TEST(self_attention_of_hidden_sequences_is_zero) {
  Random random(22);
  for (bool silu : {false, true}) {
    AttentionCase c = plain(2, 8, {3, 40});
    c.silu = silu;
    c.causal = true;
    c.visible.assign(43, 1);
    for (int t = 0; t < 3; t++) c.visible[t] = 0;
    c.visible[3] = 0;  // the first query of the second sequence sees nothing either
    std::vector<float> values = random.normals(43 * 48);
    SelfAttention attention(c, values, 48);
    DeviceArray<float> out(43 * 16);
    attention.run(tilesOf(c.offsets, 32), out.data());
    for (int i = 0; i < 4 * 16; i++) CHECK(out[i] == 0);
    const float* q = values.data();
    checkClose("others", out.values(), c.run<double>(q, q + 16, q + 32, 48), c.run<float>(q, q + 16, q + 32, 48), 5e-7);
  }
}

TEST(self_attention_time_bias_of_extreme_gaps) {
  Random random(23);
  AttentionCase c = plain(1, 4, {6});
  c.timeBias = random.normals(33);
  c.times = {INT32_MIN / 2, INT32_MIN / 2, -1, 0, 1, INT32_MAX / 2};
  checkSelf(c, random, 0);
}

TEST(self_attention_with_scores_that_overflow_a_plain_exp) {
  Random random(24);
  AttentionCase c = plain(1, 16, {70});
  c.scale = 40;
  std::vector<float> values = random.normals(70 * 48);
  SelfAttention attention(c, values, 48);
  DeviceArray<float> out(70 * 16);
  attention.run(tilesOf(c.offsets, 32), out.data());
  const float* q = values.data();
  checkClose("sharp", out.values(), c.run<double>(q, q + 16, q + 32, 48), c.run<float>(q, q + 16, q + 32, 48), 1e-5);
}

TEST(self_attention_does_not_depend_on_the_batch) {
  Random random(25);
  AttentionCase c = plain(2, 16, {37, 5, 64, 33});
  addEverything(c, random);
  int width = c.width(), stride = 3 * width;
  std::vector<float> values = random.normals(size_t(c.offsets.back()) * stride);
  SelfAttention together(c, values, stride);
  DeviceArray<float> out(size_t(c.offsets.back()) * width);
  together.run(tilesOf(c.offsets, 32), out.data());
  for (size_t s = 0; s + 1 < c.offsets.size(); s++) {
    int from = c.offsets[s], to = c.offsets[s + 1];
    AttentionCase one = c;
    one.offsets = one.keyOffsets = {0, to - from};
    one.times.assign(c.times.begin() + from, c.times.begin() + to);
    one.visible.assign(c.visible.begin() + from, c.visible.begin() + to);
    SelfAttention alone(one, std::vector<float>(values.begin() + from * stride, values.begin() + to * stride), stride);
    DeviceArray<float> single(size_t(to - from) * width);
    alone.run(tilesOf(one.offsets, 32), single.data());
    CHECK(sameBits(single.data(), out.data() + size_t(from) * width, single.size()));
  }
}

TEST(cross_attention_shares_the_context) {
  Random random(26);
  for (bool silu : {false, true}) {
    for (int headWidth : {8, 33, 64}) {
      AttentionCase c{
          2,  headWidth, 0.3f, false, silu, offsetsOf({16, 0, 1, 64, 70, 3}), offsetsOf({40, 9, 0, 33, 5, 4}),
          {}, {},        {},   {}};
      if (smallSizes) c.offsets = offsetsOf({16, 0, 1, 9, 2, 3});
      for (int t = 0; t < c.keyOffsets.back(); t++)
        c.visible.push_back(t >= c.keyOffsets[5] ? 0 : random.below(3) != 0);
      int width = c.width(), beams = c.offsets.back(), tokens = c.keyOffsets.back();
      std::vector<float> query = random.normals(size_t(beams) * width), key = random.normals(size_t(tokens) * width),
                         value = random.normals(size_t(tokens) * width);
      DeviceArray<float> q(query), k(key), v(value), out(size_t(beams) * width);
      DeviceArray<int> offsets(c.offsets), keyOffsets(c.keyOffsets), tiles(tilesOf(c.offsets, 64));
      DeviceArray<uint8_t> visible(c.visible);
      launch("cross_attention_fp32", Grid(int(tiles.size()) / 2, c.heads), 256, 4 * (128 * paddedRow(headWidth) + 2048),
             (const float*)q.data(), width, (const int*)offsets.data(), (const float*)k.data(), width,
             (const float*)v.data(), width, (const int*)keyOffsets.data(), (const int*)tiles.data(),
             (const uint8_t*)visible.data(), c.heads, headWidth, c.scale, int(silu), out.data(), width);
      checkClose("cross attention", out.values(), c.run<double>(query.data(), key.data(), value.data(), width),
                 c.run<float>(query.data(), key.data(), value.data(), width), 5e-7);
      for (int i = c.offsets[5] * width; i < c.offsets[6] * width; i++) CHECK(out[i] == 0);
      checkIntact(q, k, v, out, offsets, keyOffsets, tiles, visible);
    }
  }
}
