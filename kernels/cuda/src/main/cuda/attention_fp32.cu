// Ragged attention in fp32: of a sequence over itself, and of beams over the one context that they share.
//
// Online softmax (Milakov and Gimelshein, 2018; FlashAttention, Dao et al., 2022). The state of a query after some of
// its keys is (m, z, a) with
//   m = max_j s_j     z = Σ_j exp(s_j − m)     a = Σ_j exp(s_j − m) v_j
// over the visible keys seen so far, (−∞, 0, 0) before the first, and a tile of keys takes it to
//   m' = max(m, max_j s_j)   z' = z·exp(m − m') + Σ_j exp(s_j − m')   a' = a·exp(m − m') + Σ_j exp(s_j − m') v_j.
// The result is a / z, and zeros if z = 0. For SILU (HSTU, Zhai et al., 2024) the state is a = Σ_j s_j·sigmoid(s_j) v_j
// alone, and the result a / L.
//
// A warp owns 8 queries. For scores a lane is a key, for the weighted sum a lane is every 32nd element of the head.
// Tiles of 32 keys and values alternate: while scores are computed from the keys, the values are on their way, and
// while values are summed up, the next keys are. Every query sees the tiles of its sequence in the same order from the
// same start, whatever lies around it.
#include "device.cuh"
#include "epilogue.cuh"
#include "warp.cuh"

namespace exact_attention {

enum Weighting { SOFTMAX = 0, SILU = 1 };

constexpr int KEYS = WARP_SIZE;  // of a tile: one a lane
constexpr int QUERIES = 8;       // of a warp
constexpr int MAX_HEAD_WIDTH = 256;
constexpr int PARTS = MAX_HEAD_WIDTH / WARP_SIZE;  // elements of a head that a lane sums up
constexpr int SELF_WARPS = 4, CROSS_WARPS = 8;
constexpr int NOTHING = -1;

// A packed matrix, at the first element of one head.
struct HeadRows {
  const float* data;
  int stride;

  DEVICE const float* row(int i) const { return data + size_t(i) * stride; }
};

// What is added to scores, and which are left out.
struct ScoreRules {
  const int* times;
  const uint8_t* visible;
  const float* positionBias;  // of this head, or null
  int positionBuckets;
  const float* timeBias;  // of this head, or null
  int timeBuckets;
  bool causal;

  // The bucket of a time gap: 0 for none, else 1 + ⌊log₂ |seconds|⌋, clipped; as AttentionSpec.timeBucket. The
  // difference wraps around, as it does in Java.
  DEVICE int timeBucket(int query, int key) const {
    int seconds = static_cast<int>(static_cast<unsigned>(times[query]) - static_cast<unsigned>(times[key]));
    int gap = seconds == INT32_MIN ? INT32_MAX : abs(seconds);
    return min(32 - __clz(gap), timeBuckets - 1);
  }

  // Tokens are counted from `first` of all; i and j within the sequence.
  DEVICE float bias(int first, int i, int j) const {
    float sum = 0;
    if (positionBias != nullptr) sum += positionBias[min(abs(i - j), positionBuckets - 1)];
    if (timeBias != nullptr) sum += timeBias[timeBucket(first + i, first + j)];
    return sum;
  }
};

// One tile of queries over the keys of one sequence, for one head.
struct AttentionTile {
  HeadRows query, key, value;
  int firstQuery, queryCount;  // of the tile, in packed rows
  int firstKey, keyCount;      // of the sequence, in packed rows
  int queryOffset;             // of the tile's first query within its sequence
  int headWidth;
  float scale;
  int weighting;
  ScoreRules rules;
  float* out;
  int outStride;
};

// Rows of a head in shared memory, one every `stride` floats: an odd number of 16-byte units, so that 8 lanes that read
// 16 bytes of 8 rows touch all banks once.
DEVICE int paddedRow(int headWidth) { return 4 * ((headWidth + 3) / 4 | 1); }

// Starts copying `count` rows into shared memory; rows up to `capacity`, and columns up to a multiple of 4, are zeros.
template <int THREADS>
DEVICE void stageRows(float* to, int stride, HeadRows from, int first, int count, int capacity, int width) {
  int quads = (width + 3) / 4;
  bool vector = (width % 4 | from.stride % 4 | (reinterpret_cast<uintptr_t>(from.data) % 16)) == 0;
  for (int i = threadIdx.x; i < capacity * quads; i += THREADS) {
    int row = i / quads, column = i % quads * 4;
    const float* source = from.row(first + (row < count ? row : 0)) + column;
    float* target = to + row * stride + column;
    if (vector) {
      copyAsync16(target, row < count ? source : from.data, row < count ? 16 : 0);
    } else {
      UNROLL
      for (int c = 0; c < 4; c++) {
        bool inside = row < count && column + c < width;
        copyAsync4(target + c, inside ? source + c : from.data, inside ? 4 : 0);
      }
    }
  }
  commitCopies();
}

// The scores of the warp's queries with this lane's key.
DEVICE void dotProducts(const float* queries, const float* keyRow, int stride, int width, float score[QUERIES]) {
  UNROLL
  for (int q = 0; q < QUERIES; q++) score[q] = 0;
  KEEP_LOOP
  for (int d = 0; d < width; d += 4) {
    float4 k = *reinterpret_cast<const float4*>(keyRow + d);
    UNROLL
    for (int q = 0; q < QUERIES; q++) {
      float4 x = *reinterpret_cast<const float4*>(queries + q * stride + d);
      score[q] = fmaf(x.x, k.x, fmaf(x.y, k.y, fmaf(x.z, k.z, fmaf(x.w, k.w, score[q]))));
    }
  }
}

template <int WARPS>
DEVICE void attend(const AttentionTile& t, SharedArena& arena) {
  constexpr int THREADS = WARPS * WARP_SIZE;
  int stride = paddedRow(t.headWidth);
  float* queries = arena.take<float>(WARPS * QUERIES * stride);
  float* keys = arena.take<float>(KEYS * stride);
  float* values = arena.take<float>(KEYS * stride);
  float* weights = arena.take<float>(WARPS * QUERIES * KEYS) + warpId() * QUERIES * KEYS;

  // Keys that no query of the tile may see are not even read.
  int end = t.rules.causal ? min(t.keyCount, t.queryOffset + t.queryCount) : t.keyCount;
  stageRows<THREADS>(queries, stride, t.query, t.firstQuery, t.queryCount, WARPS * QUERIES, t.headWidth);
  if (end > 0) stageRows<THREADS>(keys, stride, t.key, t.firstKey, min(KEYS, end), KEYS, t.headWidth);

  int firstOfWarp = warpId() * QUERIES;
  const float* myQueries = queries + firstOfWarp * stride;
  float maximum[QUERIES], total[QUERIES], sum[QUERIES][PARTS];
  UNROLL
  for (int q = 0; q < QUERIES; q++) {
    maximum[q] = MINUS_INFINITY;
    total[q] = 0;
    UNROLL
    for (int p = 0; p < PARTS; p++) sum[q][p] = 0;
  }

  for (int j0 = 0; j0 < end; j0 += KEYS) {
    waitForCopies<0>();
    __syncthreads();  // keys are there, and nobody reads the last values any more
    stageRows<THREADS>(values, stride, t.value, t.firstKey + j0, min(KEYS, end - j0), KEYS, t.headWidth);

    int j = j0 + laneId();
    bool visible = j < end && (t.rules.visible == nullptr || t.rules.visible[t.firstKey + j] != 0);
    float score[QUERIES];
    dotProducts(myQueries, keys + laneId() * stride, stride, t.headWidth, score);
    PLANT(MISSING_BARRIER_BEFORE_OVERWRITE, __syncthreads(), (void)0);  // the keys are about to be overwritten
    if (j0 + KEYS < end) {
      stageRows<THREADS>(keys, stride, t.key, t.firstKey + j0 + KEYS, min(KEYS, end - j0 - KEYS), KEYS, t.headWidth);
    } else {
      commitCopies();
    }

    float factor[QUERIES];
    UNROLL
    for (int q = 0; q < QUERIES; q++) {
      int i = t.queryOffset + firstOfWarp + q;
      bool counts = visible && firstOfWarp + q < t.queryCount && !(t.rules.causal && j > i);
      float s = counts ? score[q] * t.scale + t.rules.bias(t.firstKey, i, j) : 0.0f;
      float weight;
      if (t.weighting == SILU) {
        factor[q] = 1;
        weight = counts ? s * sigmoid(s) : 0.0f;
      } else {
        float greatest = fmaxf(maximum[q], warpMax(counts ? s : MINUS_INFINITY));
        factor[q] = greatest == MINUS_INFINITY ? 1.0f : expf(maximum[q] - greatest);
        weight = counts ? expf(s - greatest) : 0.0f;
        total[q] = total[q] * factor[q] + warpSum(weight);
        maximum[q] = greatest;
      }
      weights[q * KEYS + laneId()] = weight;
    }
    waitForCopies<1>();  // the values; the next keys may still be on their way
    __syncthreads();     // also makes the weights visible to the warp

    UNROLL
    for (int p = 0; p < PARTS; p++) {
      int d = p * WARP_SIZE + laneId();
      if (p * WARP_SIZE >= t.headWidth) break;
      bool inside = d < t.headWidth;
      UNROLL
      for (int q = 0; q < QUERIES; q++) sum[q][p] *= factor[q];
      KEEP_LOOP
      for (int k = 0; k < KEYS; k += 4) {
        float v[4];
        UNROLL
        for (int c = 0; c < 4; c++) v[c] = inside ? values[(k + c) * stride + d] : 0.0f;
        UNROLL
        for (int q = 0; q < QUERIES; q++) {
          float4 w = *reinterpret_cast<const float4*>(weights + q * KEYS + k);
          sum[q][p] = fmaf(w.w, v[3], fmaf(w.z, v[2], fmaf(w.y, v[1], fmaf(w.x, v[0], sum[q][p]))));
        }
      }
    }
  }
  waitForCopies<0>();

  UNROLL
  for (int q = 0; q < QUERIES; q++) {
    if (firstOfWarp + q >= t.queryCount) break;
    float divisor = t.weighting == SILU ? static_cast<float>(t.keyCount) : total[q];
    float* to = t.out + size_t(t.firstQuery + firstOfWarp + q) * t.outStride;
    UNROLL
    for (int p = 0; p < PARTS; p++) {
      int d = p * WARP_SIZE + laneId();
      if (d < t.headWidth) to[d] = divisor > 0 ? sum[q][p] / divisor : 0.0f;
    }
  }
}

KERNEL(SELF_WARPS* WARP_SIZE)
self_attention_fp32(const float* query, int queryStride, const float* key, int keyStride, const float* value,
                    int valueStride, const int* offsets, const int* tiles, const int* times, const uint8_t* visible,
                    const float* positionBias, int positionBuckets, const float* timeBias, int timeBuckets, int heads,
                    int headWidth, float scale, int causal, int weighting, float* out, int outStride) {
  int sequence = tiles[2 * blockIdx.x], queryOffset = tiles[2 * blockIdx.x + 1];
  int head = blockIdx.y;
  if (sequence == NOTHING || head >= heads) return;
  int first = offsets[sequence], length = offsets[sequence + 1] - first;
  if (queryOffset >= length) return;
  int column = head * headWidth;
  ScoreRules rules{times,
                   visible,
                   positionBias == nullptr ? nullptr : positionBias + head * positionBuckets,
                   positionBuckets,
                   timeBias == nullptr ? nullptr : timeBias + head * timeBuckets,
                   timeBuckets,
                   causal != 0};
  AttentionTile tile{{query + column, queryStride},
                     {key + column, keyStride},
                     {value + column, valueStride},
                     first + queryOffset,
                     min(SELF_WARPS * QUERIES, length - queryOffset),
                     first,
                     length,
                     queryOffset,
                     headWidth,
                     scale,
                     weighting,
                     rules,
                     out + column,
                     outStride};
  SharedArena arena;
  attend<SELF_WARPS>(tile, arena);
}
REGISTER_KERNEL(self_attention_fp32, SELF_WARPS* WARP_SIZE)

// Up to 64 beams are one tile, so the context is read once for all of them.
KERNEL(CROSS_WARPS* WARP_SIZE)
cross_attention_fp32(const float* query, int queryStride, const int* beamOffsets, const float* key, int keyStride,
                     const float* value, int valueStride, const int* contextOffsets, const int* tiles,
                     const uint8_t* visible, int heads, int headWidth, float scale, int weighting, float* out,
                     int outStride) {
  int request = tiles[2 * blockIdx.x], queryOffset = tiles[2 * blockIdx.x + 1];
  int head = blockIdx.y;
  if (request == NOTHING || head >= heads) return;
  int firstBeam = beamOffsets[request], beams = beamOffsets[request + 1] - firstBeam;
  if (queryOffset >= beams) return;
  int firstKey = contextOffsets[request];
  int column = head * headWidth;
  ScoreRules rules{nullptr, visible, nullptr, 0, nullptr, 0, false};
  AttentionTile tile{{query + column, queryStride},
                     {key + column, keyStride},
                     {value + column, valueStride},
                     firstBeam + queryOffset,
                     min(CROSS_WARPS * QUERIES, beams - queryOffset),
                     firstKey,
                     contextOffsets[request + 1] - firstKey,
                     queryOffset,
                     headWidth,
                     scale,
                     weighting,
                     rules,
                     out + column,
                     outStride};
  SharedArena arena;
  attend<CROSS_WARPS>(tile, arena);
}
REGISTER_KERNEL(cross_attention_fp32, CROSS_WARPS* WARP_SIZE)

}  // namespace exact_attention
