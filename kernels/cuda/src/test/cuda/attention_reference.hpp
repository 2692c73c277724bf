// Attention by plain loops, in float64 as the reference and in float as the measure of what fp32 can give.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

struct AttentionCase {
  int heads, headWidth;
  float scale;
  bool causal, silu;
  std::vector<int> offsets;                   // of queries
  std::vector<int> keyOffsets;                // of keys; the same for self attention
  std::vector<int> times;                     // of keys, empty for none
  std::vector<uint8_t> visible;               // of keys, empty for all
  std::vector<float> positionBias, timeBias;  // (heads, buckets), empty for none

  int width() const { return heads * headWidth; }

  static int timeBucket(int seconds, int buckets) {
    long gap = std::labs(long(seconds));
    int bucket = 0;
    while (gap > 0) {
      gap /= 2;
      bucket++;
    }
    return bucket < buckets ? bucket : buckets - 1;
  }

  template <class T>
  T bias(int head, int i, int j, int first) const {
    T sum = 0;
    if (!positionBias.empty()) {
      int buckets = int(positionBias.size()) / heads, distance = std::abs(i - j);
      sum += positionBias[head * buckets + (distance < buckets ? distance : buckets - 1)];
    }
    if (!timeBias.empty()) {
      int buckets = int(timeBias.size()) / heads;
      sum += timeBias[head * buckets + timeBucket(times[first + i] - times[first + j], buckets)];
    }
    return sum;
  }

  // (queries, H·D); rows of query, key and value are `stride` apart.
  template <class T, class In>
  std::vector<T> run(const In* query, const In* key, const In* value, int stride) const {
    std::vector<T> out(size_t(offsets.back()) * width());
    for (size_t s = 0; s + 1 < offsets.size(); s++) {
      int first = offsets[s], firstKey = keyOffsets[s], keys = keyOffsets[s + 1] - firstKey;
      for (int head = 0; head < heads; head++) {
        for (int i = 0; i < offsets[s + 1] - first; i++) {
          std::vector<T> weights(keys, T(0));
          std::vector<bool> counts(keys);
          T greatest = -INFINITY;
          for (int j = 0; j < keys; j++) {
            counts[j] = (visible.empty() || visible[firstKey + j]) && !(causal && j > i);
            if (!counts[j]) continue;
            T dot = 0;
            for (int d = 0; d < headWidth; d++) {
              dot += T(query[size_t(first + i) * stride + head * headWidth + d]) *
                     T(key[size_t(firstKey + j) * stride + head * headWidth + d]);
            }
            weights[j] = dot * T(scale) + bias<T>(head, i, j, firstKey);
            greatest = std::fmax(greatest, weights[j]);
          }
          T total = silu ? T(keys) : T(0);
          for (int j = 0; j < keys; j++) {
            if (!counts[j]) continue;
            T s_ = weights[j];
            weights[j] = silu ? s_ / (1 + std::exp(-s_)) : std::exp(s_ - greatest);
            if (!silu) total += weights[j];
          }
          for (int d = 0; d < headWidth; d++) {
            T sum = 0;
            for (int j = 0; j < keys; j++) {
              if (counts[j]) sum += weights[j] * T(value[size_t(firstKey + j) * stride + head * headWidth + d]);
            }
            out[size_t(first + i) * width() + head * headWidth + d] = total > 0 ? sum / total : T(0);
          }
        }
      }
    }
    return out;
  }
};

// Pairs (sequence, first query) for every `tile` queries, the longest sequence first.
inline std::vector<int> tilesOf(const std::vector<int>& offsets, int tile) {
  std::vector<int> sequences, tiles;
  for (int s = 0; s + 1 < int(offsets.size()); s++) sequences.push_back(s);
  auto length = [&](int s) { return offsets[s + 1] - offsets[s]; };
  std::sort(sequences.begin(), sequences.end(), [&](int a, int b) { return length(a) > length(b); });
  for (int s : sequences) {
    for (int first = 0; first < length(s); first += tile) tiles.insert(tiles.end(), {s, first});
  }
  tiles.insert(tiles.end(), {-1, 0});  // a frozen graph may hold more than a batch needs
  return tiles;
}

inline std::vector<int> offsetsOf(const std::vector<int>& lengths) {
  std::vector<int> offsets{0};
  for (int length : lengths) offsets.push_back(offsets.back() + length);
  return offsets;
}
