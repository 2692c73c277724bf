// Tests of beam.cu: whole decodes against a search that keeps explicit bundles and recomputes everything in float64.
#include <algorithm>
#include <cstring>

#include "testing.hpp"

namespace {

struct Bundle {
  std::vector<int> items;
  double logProbability = 0;
  bool finished = false;

  bool operator<(const Bundle& other) const {
    if (logProbability != other.logProbability) return logProbability > other.logProbability;
    return items < other.items;
  }
};

// A decoder of one layer, y += attention(y·w), whose pointer is y itself.
struct Decoder {
  int width, heads, maxItems;
  float scale;                                   // of logits
  std::vector<float> start, end, position, qkv;  // qkv (width, 3·width)

  Decoder(Random& random, int heads, int headWidth, int maxItems)
      : width(heads * headWidth),
        heads(heads),
        maxItems(maxItems),
        scale(float(1 / std::sqrt(double(width)))),
        start(random.normals(width)),
        end(random.normals(width)),
        position(random.normals(size_t(maxItems) * width)),
        qkv(random.normals(size_t(width) * 3 * width, float(1 / std::sqrt(double(width))))) {}

  float attentionScale() const { return float(1 / std::sqrt(double(width / heads))); }

  // The pointer after these items.
  std::vector<double> pointer(const std::vector<int>& items, const float* products) const {
    int steps = int(items.size()) + 1;
    std::vector<std::vector<double>> y, projected;
    for (int t = 0; t < steps; t++) {
      const float* from = t == 0 ? start.data() : products + size_t(items[t - 1]) * width;
      std::vector<double> x(width), p(3 * width);
      for (int c = 0; c < width; c++) x[c] = double(from[c]) + position[t * width + c];
      for (int c = 0; c < 3 * width; c++) {
        for (int k = 0; k < width; k++) p[c] += x[k] * qkv[k * 3 * width + c];
      }
      y.push_back(x);
      projected.push_back(p);
    }
    std::vector<double> out = y.back();
    int headWidth = width / heads;
    for (int h = 0; h < heads; h++) {
      std::vector<double> weights;
      double total = 0;
      for (int t = 0; t < steps; t++) {
        double dot = 0;
        for (int d = h * headWidth; d < (h + 1) * headWidth; d++) dot += projected.back()[d] * projected[t][width + d];
        weights.push_back(std::exp(dot * attentionScale()));
        total += weights.back();
      }
      for (int t = 0; t < steps; t++) {
        for (int d = h * headWidth; d < (h + 1) * headWidth; d++) {
          out[d] += weights[t] / total * projected[t][2 * width + d];
        }
      }
    }
    return out;
  }

  std::vector<Bundle> search(const float* products, const std::vector<uint8_t>& allowed, int beamWidth,
                             int minItems) const {
    std::vector<Bundle> beams(1);
    for (int step = 0; step < maxItems; step++) {
      std::vector<Bundle> next;
      for (const Bundle& beam : beams) {
        if (beam.finished)
          next.push_back(beam);
        else
          extend(beam, products, allowed, minItems, next);
      }
      std::sort(next.begin(), next.end());
      if (int(next.size()) > beamWidth) next.resize(beamWidth);
      beams = next;
    }
    return beams;
  }

  void extend(const Bundle& beam, const float* products, const std::vector<uint8_t>& allowed, int minItems,
              std::vector<Bundle>& to) const {
    std::vector<double> y = pointer(beam.items, products);
    auto logit = [&](const float* vector) {
      double dot = 0;
      for (int c = 0; c < width; c++) dot += y[c] * vector[c];
      return dot * scale;
    };
    std::vector<Bundle> found;
    std::vector<double> logits;
    if (int(beam.items.size()) >= minItems) {
      found.push_back({beam.items, 0, true});
      logits.push_back(logit(end.data()));
    }
    for (size_t c = 0; c < allowed.size(); c++) {
      if (!allowed[c] || std::count(beam.items.begin(), beam.items.end(), int(c)) > 0) continue;
      Bundle longer = beam;
      longer.items.push_back(int(c));
      longer.finished = int(longer.items.size()) == maxItems;
      found.push_back(longer);
      logits.push_back(logit(products + c * width));
    }
    if (found.empty()) return;
    double greatest = *std::max_element(logits.begin(), logits.end()), total = 0;
    for (double l : logits) total += std::exp(l - greatest);
    for (size_t i = 0; i < found.size(); i++) {
      found[i].logProbability = beam.logProbability + (logits[i] - greatest - std::log(total));
      to.push_back(found[i]);
    }
  }
};

// One decode of a batch on the device, and what it found.
struct Decode {
  int beamWidth, maxItems;
  std::vector<int> state;

  Decode(const Decoder& decoder, const std::vector<int>& lengths, const std::vector<float>& productRows,
         const std::vector<uint8_t>& allowedBytes, int beamWidth, int minItems)
      : beamWidth(beamWidth), maxItems(decoder.maxItems) {
    int requests = int(lengths.size()), rows = requests * beamWidth, width = decoder.width, record = 3 + 2 * maxItems;
    std::vector<int> offsetList{0};
    int longest = 0;
    for (int length : lengths) {
      offsetList.push_back(offsetList.back() + length);
      longest = std::max(longest, length);
    }
    DeviceArray<float> products(productRows), start(decoder.start), end(decoder.end), position(decoder.position),
        weight(decoder.qkv), y(size_t(rows) * width), qkv(size_t(maxItems) * rows * 3 * width),
        mixed(size_t(rows) * width), logits(size_t(beamWidth) * offsetList.back()), endLogits(rows),
        scores(size_t(rows) * beamWidth), identity(identityOf(width)), pointer(size_t(rows) * width);
    DeviceArray<int> offsets(offsetList), items(size_t(rows) * beamWidth), first(size_t(rows) * record),
        second(size_t(rows) * record);
    DeviceArray<uint8_t> allowed(allowedBytes);
    int *now = first.data(), *next = second.data();
    int headWidth = width / decoder.heads;
    const float* none = nullptr;
    launch("beam_start", Grid(requests), 64, 0, requests, beamWidth, maxItems, now);
    for (int step = 0; step < maxItems; step++) {
      launch("beam_input", Grid(ceilDiv(rows, 8)), 256, 0, (const int*)now, step, maxItems, beamWidth, rows,
             (const float*)start.data(), (const float*)position.data(), width, (const float*)products.data(), width,
             (const int*)offsets.data(), width, y.data(), width);
      float* slab = qkv.data() + size_t(step) * rows * 3 * width;
      launch("multiply_fp32", Grid(ceilDiv(3 * width, 64), ceilDiv(rows, 64)), 256, 0, (const float*)y.data(), width,
             (const float*)weight.data(), 3 * width, rows, 3 * width, width, none, 0, none, 0, slab, 3 * width);
      launch("beam_self_attention", Grid(ceilDiv(rows * decoder.heads, 8)), 256, 0, (const float*)qkv.data(), 3 * width,
             (const int*)now, step, maxItems, beamWidth, rows, decoder.heads, headWidth, decoder.attentionScale(),
             mixed.data(), width);
      launch("multiply_fp32", Grid(ceilDiv(width, 64), ceilDiv(rows, 64)), 256, 0, (const float*)mixed.data(), width,
             (const float*)identity.data(), width, rows, width, width, none, 0, (const float*)y.data(), width,
             pointer.data(), width);
      launch("beam_logits", Grid(std::max(1, ceilDiv(longest, 64)), requests), 256, 0, (const float*)pointer.data(),
             width, (const float*)products.data(), width, (const float*)end.data(), (const int*)offsets.data(),
             beamWidth, width, decoder.scale, logits.data(), endLogits.data());
      launch("beam_extend", Grid(rows), 128, 8 * up(beamWidth + 384, 32), (const float*)logits.data(),
             (const float*)endLogits.data(), (const int*)offsets.data(),
             allowedBytes.empty() ? (const uint8_t*)nullptr : allowed.data(), (const int*)now, step, minItems, maxItems,
             beamWidth, scores.data(), items.data());
      launch("beam_select", Grid(requests), 64, 0, (const int*)now, next, (const float*)scores.data(),
             (const int*)items.data(), step, beamWidth, maxItems);
      std::swap(now, next);
    }
    checkIntact(products, start, end, position, weight, y, qkv, mixed, logits, endLogits, scores, offsets, items, first,
                second, allowed, pointer);
    state.assign(now, now + size_t(rows) * record);
  }

  static std::vector<float> identityOf(int width) {
    std::vector<float> matrix(size_t(width) * width, 0.0f);
    for (int i = 0; i < width; i++) matrix[size_t(i) * width + i] = 1;
    return matrix;
  }

  std::vector<Bundle> bundles(int request) const {
    std::vector<Bundle> found;
    for (int b = 0; b < beamWidth; b++) {
      const int* record = state.data() + size_t(request * beamWidth + b) * (3 + 2 * maxItems);
      float logProbability;
      memcpy(&logProbability, record, sizeof logProbability);
      if (logProbability == -INFINITY) continue;
      CHECK(record[2] == 1);
      found.push_back({std::vector<int>(record + 3, record + 3 + record[1]), logProbability, true});
    }
    return found;
  }
};

void checkSame(const std::vector<Bundle>& got, const std::vector<Bundle>& expected) {
  CHECK_THAT(got.size() == expected.size(), "%zu bundles, %zu expected", got.size(), expected.size());
  for (size_t i = 0; i < got.size(); i++) {
    CHECK_THAT(got[i].items == expected[i].items, "bundle %zu differs: %g, expected %g", i, got[i].logProbability,
               expected[i].logProbability);
    CHECK(std::fabs(got[i].logProbability - expected[i].logProbability) <
          2e-5 * (1 + std::fabs(expected[i].logProbability)));
  }
}

}  // namespace

TEST(beam_decode_equals_an_explicit_search) {
  Random random(40);
  struct Size {
    int heads, headWidth, maxItems, beamWidth, minItems;
    std::vector<int> candidates;
  };
  std::vector<Size> sizes = {{2, 8, 3, 4, 1, {9, 70, 0, 2}},
                             {1, 4, 1, 1, 1, {5}},
                             {1, 36, 4, 3, 2, {12, 3}},
                             {1, 100, 2, 3, 1, {70}},
                             {1, 8, 2, 8, 1, {1000}}};
  if (!smallSizes)
    sizes.insert(sizes.end(), {{2, 16, 5, 16, 2, {130, 40}}, {1, 16, 3, 64, 1, {90}}, {1, 8, 8, 8, 3, {6}}});
  for (const Size& size : sizes) {
    Decoder decoder(random, size.heads, size.headWidth, size.maxItems);
    int total = 0;
    for (int c : size.candidates) total += c;
    std::vector<float> products = random.normals(size_t(total) * decoder.width);
    std::vector<uint8_t> allowed;
    for (int c = 0; c < total; c++) allowed.push_back(random.below(5) != 0);
    for (bool masked : {true, false}) {
      if (!masked) allowed.assign(total, 1);
      Decode decode(decoder, size.candidates, products, masked ? allowed : std::vector<uint8_t>(), size.beamWidth,
                    size.minItems);
      int first = 0;
      for (size_t r = 0; r < size.candidates.size(); r++) {
        std::vector<uint8_t> mine(allowed.begin() + first, allowed.begin() + first + size.candidates[r]);
        checkSame(decode.bundles(int(r)),
                  decoder.search(products.data() + size_t(first) * decoder.width, mine, size.beamWidth, size.minItems));
        first += size.candidates[r];
      }
    }
  }
}

TEST(beam_ties_go_by_candidates) {
  Random random(41);
  Decoder decoder(random, 1, 8, 3);
  std::vector<float> one = random.normals(8), products;
  for (int c = 0; c < 7; c++) products.insert(products.end(), one.begin(), one.end());
  Decode decode(decoder, {7}, products, {}, 16, 3);
  checkSame(decode.bundles(0), decoder.search(products.data(), std::vector<uint8_t>(7, 1), 16, 3));
  std::vector<Bundle> bundles = decode.bundles(0);
  CHECK(bundles.size() == 16 && bundles[0].items == (std::vector<int>{0, 1, 2}) &&
        bundles[1].items == (std::vector<int>{0, 1, 3}));
}

TEST(beam_nothing_can_be_composed) {
  Random random(42);
  Decoder decoder(random, 1, 8, 4);
  std::vector<float> products = random.normals(5 * 8);
  // Three items at least, but only two may be offered.
  Decode decode(decoder, {5}, products, {0, 1, 0, 1, 0}, 4, 3);
  CHECK(decode.bundles(0).empty());
}

TEST(beam_decode_does_not_depend_on_the_batch) {
  Random random(43);
  Decoder decoder(random, 2, 8, 4);
  std::vector<int> lengths = {20, 65, 7};
  std::vector<float> products = random.normals(size_t(92) * decoder.width);
  Decode together(decoder, lengths, products, {}, 5, 1);
  int first = 0, record = 3 + 2 * decoder.maxItems;
  for (int r = 0; r < 3; r++) {
    std::vector<float> mine(products.begin() + size_t(first) * decoder.width,
                            products.begin() + size_t(first + lengths[r]) * decoder.width);
    Decode alone(decoder, {lengths[r]}, mine, {}, 5, 1);
    CHECK(std::equal(alone.state.begin(), alone.state.end(), together.state.begin() + size_t(r) * 5 * record));
    first += lengths[r];
  }
}
