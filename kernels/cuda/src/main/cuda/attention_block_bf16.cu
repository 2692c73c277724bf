// The attention half of a pre-norm Transformer layer in one kernel, y = x + out(attention(qkv(LN(x)))), for sequences
// of up to 512 tokens: of a short sequence the projections and their traffic cost more than the attention itself, and
// here queries, keys and values never leave the multiprocessor.
//
// A block owns a sequence, or up to four short ones, each beginning at a multiple of 16 rows, so that a warp has
// queries of one sequence only and a score's place in its fragment depends on its own sequence alone. It walks over the
// heads in chunks of 64 columns (one head of 64, two of 32, four of 16):
//   1. keys and values of the chunk for all tokens, 64 at a time, into shared memory;
//   2. for each 64 queries: project them into registers, attend, and add the chunk's share of the output projection.
// A warp owns 16 queries. Scores become weights where the tensor core leaves them, and are the left operand of the
// product with the values (FlashAttention-2, Dao, 2023); the online softmax is that of attention_fp32.cu in base 2.
#include "device.cuh"
#include "epilogue.cuh"
#include "fragments.cuh"
#include "warp.cuh"

namespace attention_block {

constexpr int SILU = 1;
constexpr int NOTHING = -1;
constexpr int SLOT = 16;  // rows that begin with a sequence and belong to no other
constexpr int SLOTS = TILE / SLOT;
constexpr float LOG2_E = 1.4426950408889634f;

struct Layer {
  const float* x;
  int xStride;
  NormalisedRows norm;
  const Bf16* qkvWeight;
  const float* qkvBias;
  const Bf16* outWeight;
  const float* outBias;
  const float* positionBias;
  int positionBuckets;
  const float* timeBias;
  int timeBuckets;
  int width;
  float scale;
  bool causal, silu;
  float* y;
  int yStride;
};

// What a block holds in shared memory.
struct Workspace {
  Bf16 *keys, *values;  // (64·tiles, 72): a chunk of all tokens
  int* tokens;          // (64·tiles): the token of each row, -1 for none
  int* times;           // (64·tiles)
  int* keySegments;     // (64·tiles): the row where the sequence of a visible key begins, -1 for what is no such key
  Bf16* rows;           // (64, width + 8): normalised rows of a tile
  Bf16* stages;         // weights on their way

  DEVICE Workspace(SharedArena& arena, int tiles, int width) {
    int capacity = tiles * TILE;
    keys = arena.take<Bf16>(capacity * TILE_ROW);
    values = arena.take<Bf16>(capacity * TILE_ROW);
    tokens = arena.take<int>(capacity);
    times = arena.take<int>(capacity);
    keySegments = arena.take<int>(capacity);
    rows = arena.take<Bf16>(TILE * (width + ROW_PAD));
    stages = arena.take<Bf16>(2 * WEIGHT_STAGE);
  }

  // `token` is NOTHING where the row has none.
  DEVICE void fill(int row, int segment, int token, const int* allTimes, const uint8_t* visible) const {
    bool some = token != NOTHING;
    tokens[row] = token;
    times[row] = some && allTimes != nullptr ? allTimes[token] : 0;
    keySegments[row] = some && (visible == nullptr || visible[token] != 0) ? segment : NOTHING;
  }
};

// The sequence that a warp's queries belong to: the row where it begins, and its tokens.
struct Segment {
  int begin, length;
};

// The online softmax of the two rows that a lane has a part in.
struct RowState {
  float maximum[2], total[2];
};

DEVICE int timeBucket(int gap, int buckets) {
  gap = gap == INT32_MIN ? INT32_MAX : abs(gap);
  return min(32 - __clz(gap), buckets - 1);
}

// Turns scores of 64 keys into weights; returns the factors for what was summed up before.
DEVICE void weigh(const Layer& layer, const Workspace& ws, int head, Segment segment, int queryTile, int keyTile,
                  Accumulator& scores, RowState& state, float factor[2]) {
  const float* positions = layer.positionBias == nullptr ? nullptr : layer.positionBias + head * layer.positionBuckets;
  const float* gaps = layer.timeBias == nullptr ? nullptr : layer.timeBias + head * layer.timeBuckets;
  int firstRow = queryTile * TILE + warpId() * 16;
  float greatest[2] = {MINUS_INFINITY, MINUS_INFINITY};
  UNROLL
  for (int g = 0; g < GROUPS; g++) {
    UNROLL
    for (int r = 0; r < 4; r++) {
      int i = firstRow + fragmentRow(r), j = keyTile * TILE + g * 8 + fragmentColumn(r);
      bool counts = ws.keySegments[j] == segment.begin && !(layer.causal && j > i);
      float s = scores.group[g][r] * layer.scale;
      if (positions != nullptr) s += positions[min(abs(i - j), layer.positionBuckets - 1)];
      if (gaps != nullptr) {
        int seconds = static_cast<int>(static_cast<unsigned>(ws.times[i]) - static_cast<unsigned>(ws.times[j]));
        s += gaps[timeBucket(seconds, layer.timeBuckets)];
      }
      if (layer.silu) {
        s = counts ? s * sigmoid(s) : 0.0f;
      } else {
        s = counts ? s * LOG2_E : MINUS_INFINITY;
        greatest[r / 2] = fmaxf(greatest[r / 2], s);
      }
      scores.group[g][r] = s;
    }
  }
  if (layer.silu) {
    factor[0] = factor[1] = 1;
    return;
  }
  float sum[2] = {0, 0};
  float shift[2];
  UNROLL
  for (int h = 0; h < 2; h++) {
    float next = fmaxf(state.maximum[h], quadMax(greatest[h]));
    // While nothing is visible the shift is 0, so that 2^(−∞ − 0) is 0 and not 2^NaN.
    shift[h] = next == MINUS_INFINITY ? 0.0f : next;
    factor[h] = fastExp2(state.maximum[h] - shift[h]);
    state.maximum[h] = next;
  }
  UNROLL
  for (int g = 0; g < GROUPS; g++) {
    UNROLL
    for (int r = 0; r < 4; r++) {
      float weight = fastExp2(scores.group[g][r] - shift[r / 2]);
      scores.group[g][r] = weight;
      sum[r / 2] += weight;
    }
  }
  UNROLL
  for (int h = 0; h < 2; h++) state.total[h] = state.total[h] * factor[h] + quadSum(sum[h]);
}

// Attention of a warp's 16 queries in one head, whose columns begin at `column` within the chunk. The queries come as
// left operands, and the result goes into their place.
template <int HEAD_WIDTH>
DEVICE void attend(const Layer& layer, const Workspace& ws, int head, int column, Segment segment, int tiles,
                   int queryTile, uint32_t (*queries)[4]) {
  Accumulator scores;
  float out[HEAD_WIDTH / 8][4];
  UNROLL
  for (int g = 0; g < HEAD_WIDTH / 8; g++) {
    UNROLL
    for (int r = 0; r < 4; r++) out[g][r] = 0;
  }
  RowState state{{MINUS_INFINITY, MINUS_INFINITY}, {0, 0}};
  int keyTiles = layer.causal ? queryTile + 1 : tiles;
  KEEP_LOOP
  for (int keyTile = 0; keyTile < keyTiles; keyTile++) {
    scores.clear();
    UNROLL
    for (int s = 0; s < HEAD_WIDTH / STEP; s++) {
      UNROLL
      for (int g = 0; g < GROUPS; g += 2) {
        uint32_t b[4];
        loadRight(b, ws.keys, TILE_ROW, keyTile * TILE + g * 8, column + s * STEP);
        mmaBf16(scores.group[g], queries[s], b);
        mmaBf16(scores.group[g + 1], queries[s], b + 2);
      }
    }
    float factor[2];
    weigh(layer, ws, head, segment, queryTile, keyTile, scores, state, factor);
    uint32_t weights[STEPS][4];
    scores.pack(weights);
    UNROLL
    for (int g = 0; g < HEAD_WIDTH / 8; g++) {
      UNROLL
      for (int r = 0; r < 4; r++) out[g][r] *= factor[r / 2];
    }
    UNROLL
    for (int s = 0; s < STEPS; s++) {
      UNROLL
      for (int g = 0; g < HEAD_WIDTH / 8; g += 2) {
        uint32_t b[4];
        loadRightTransposed(b, ws.values, TILE_ROW, keyTile * TILE + s * STEP, column + g * 8);
        mmaBf16(out[g], weights[s], b);
        mmaBf16(out[g + 1], weights[s], b + 2);
      }
    }
  }
  float inverse[2];
  UNROLL
  for (int h = 0; h < 2; h++) {
    float divisor = layer.silu ? static_cast<float>(segment.length) : state.total[h];
    inverse[h] = divisor > 0 ? 1.0f / divisor : 0.0f;
  }
  UNROLL
  for (int g = 0; g < HEAD_WIDTH / 8; g++) {
    UNROLL
    for (int r = 0; r < 4; r++) out[g][r] *= inverse[r / 2];
  }
  UNROLL
  for (int s = 0; s < HEAD_WIDTH / STEP; s++) packLeft(queries[s], out[2 * s], out[2 * s + 1]);
}

// Adds the projection's bias and stores a tile of keys or values.
DEVICE void storeTile(const Accumulator& sum, const float* bias, int columns, Bf16* to) {
  UNROLL
  for (int g = 0; g < GROUPS; g++) {
    UNROLL
    for (int r = 0; r < 4; r += 2) {
      int row = warpId() * 16 + fragmentRow(r), column = g * 8 + fragmentColumn(r);
      bool biased = bias != nullptr && column < columns;
      float low = sum.group[g][r] + (biased ? bias[column] : 0.0f);
      float high = sum.group[g][r + 1] + (biased ? bias[column + 1] : 0.0f);
      *reinterpret_cast<uint32_t*>(to + row * TILE_ROW + column) = packBf16(low, high);
    }
  }
}

template <int HEAD_WIDTH>
DEVICE void run(const Layer& layer, const Workspace& ws, Segment segment, int tiles) {
  int width = layer.width, stride = width + ROW_PAD;
  SharedRows rows{ws.rows, stride};
  for (int c0 = 0; c0 < width; c0 += TILE) {
    int columns = min(TILE, width - c0);
    // Rows of the projection for this chunk: queries from c0 on, keys and values one and two widths further.
    Weights queryWeights{layer.qkvWeight, width, c0, c0 + columns, width};
    Weights keyWeights{layer.qkvWeight, width, width + c0, width + c0 + columns, width};
    Weights valueWeights{layer.qkvWeight, width, 2 * width + c0, 2 * width + c0 + columns, width};
    const float* bias = layer.qkvBias == nullptr ? nullptr : layer.qkvBias + c0;
    for (int tile = 0; tile < tiles; tile++) {
      layer.norm.write(layer.x, layer.xStride, ListedRows{ws.tokens + tile * TILE}, width, ws.rows, stride);
      Accumulator sum;
      sum.clear();
      addProduct(sum, rows, keyWeights, ws.stages);
      storeTile(sum, bias == nullptr ? nullptr : bias + width, columns, ws.keys + tile * TILE * TILE_ROW);
      sum.clear();
      addProduct(sum, rows, valueWeights, ws.stages);
      storeTile(sum, bias == nullptr ? nullptr : bias + 2 * width, columns, ws.values + tile * TILE * TILE_ROW);
    }
    // The barriers within addProduct stand between writing keys and values and reading them, here and for the next
    // chunk.
    for (int tile = 0; tile < tiles; tile++) {
      if (tiles > 1) {
        layer.norm.write(layer.x, layer.xStride, ListedRows{ws.tokens + tile * TILE}, width, ws.rows, stride);
      }
      uint32_t left[STEPS][4];
      {
        Accumulator sum;
        sum.clear();
        addProduct(sum, rows, queryWeights, ws.stages);
        UNROLL
        for (int g = 0; g < GROUPS; g++) {
          UNROLL
          for (int r = 0; r < 4; r++) {
            int column = g * 8 + fragmentColumn(r);
            if (bias != nullptr && column < columns) sum.group[g][r] += bias[column];
          }
        }
        sum.pack(left);
      }
      UNROLL
      for (int h = 0; h < TILE / HEAD_WIDTH; h++) {
        if (h * HEAD_WIDTH < columns) {
          attend<HEAD_WIDTH>(layer, ws, c0 / HEAD_WIDTH + h, h * HEAD_WIDTH, segment, tiles, tile,
                             left + h * HEAD_WIDTH / STEP);
        }
      }
      for (int n0 = 0; n0 < width; n0 += TILE) {
        Accumulator sum;
        sum.clear();
        addProduct(sum, RegisterRows{left}, Weights{layer.outWeight + c0, width, n0, width, columns}, ws.stages);
        // The first chunk starts from x, later ones add to what this very thread wrote.
        bool start = c0 == 0;
        UNROLL
        for (int g = 0; g < GROUPS; g++) {
          UNROLL
          for (int r = 0; r < 4; r++) {
            int token = ws.tokens[tile * TILE + warpId() * 16 + fragmentRow(r)];
            int column = n0 + g * 8 + fragmentColumn(r);
            if (token != NOTHING && column < width) {
              float* to = layer.y + size_t(token) * layer.yStride + column;
              float before = start ? layer.x[size_t(token) * layer.xStride + column] : *to;
              if (start && layer.outBias != nullptr) before += layer.outBias[column];
              *to = before + sum.group[g][r];
            }
          }
        }
      }
    }
  }
}

DEVICE void runAnyHead(const Layer& layer, int heads, const Workspace& ws, Segment segment, int tiles) {
  __syncthreads();  // tokens, times and segments are there
  int headWidth = layer.width / heads;
  if (headWidth == 64) run<64>(layer, ws, segment, tiles);
  if (headWidth == 32) run<32>(layer, ws, segment, tiles);
  if (headWidth == 16) run<16>(layer, ws, segment, tiles);
}

KERNEL(TILE_THREADS)
attention_block_bf16(const float* x, int xStride, const int* offsets, const int* sequences, const int* times,
                     const uint8_t* visible, const float* normWeight, const float* normBias, float epsilon,
                     const Bf16* qkvWeight, const float* qkvBias, const Bf16* outWeight, const float* outBias,
                     const float* positionBias, int positionBuckets, const float* timeBias, int timeBuckets, int width,
                     int heads, float scale, int causal, int weighting, int tiles, float* y, int yStride) {
  int sequence = sequences[blockIdx.x];
  if (sequence == NOTHING) return;
  int first = offsets[sequence], length = offsets[sequence + 1] - first;
  if (length == 0) return;
  SharedArena arena;
  Workspace ws(arena, tiles, width);
  for (int row = threadIdx.x; row < tiles * TILE; row += TILE_THREADS) {
    ws.fill(row, 0, row < length ? first + row : NOTHING, times, visible);
  }
  Layer layer{x,         xStride,      {normWeight, normBias, epsilon},
              qkvWeight, qkvBias,      outWeight,
              outBias,   positionBias, positionBuckets,
              timeBias,  timeBuckets,  width,
              scale,     causal != 0,  weighting == SILU,
              y,         yStride};
  runAnyHead(layer, heads, ws, {0, length}, (length + TILE - 1) / TILE);
}
REGISTER_KERNEL(attention_block_bf16, TILE_THREADS)

// Up to four sequences in a block, which together take at most four slots of 16 rows.
KERNEL(TILE_THREADS)
attention_short_bf16(const float* x, int xStride, const int* offsets, const int* sequences, const int* times,
                     const uint8_t* visible, const float* normWeight, const float* normBias, float epsilon,
                     const Bf16* qkvWeight, const float* qkvBias, const Bf16* outWeight, const float* outBias,
                     const float* positionBias, int positionBuckets, const float* timeBias, int timeBuckets, int width,
                     int heads, float scale, int causal, int weighting, float* y, int yStride) {
  SharedArena arena;
  Workspace ws(arena, 1, width);
  const int* mine = sequences + blockIdx.x * SLOTS;
  Segment segment{0, 0};
  int slot = 0;
  for (int s = 0; s < SLOTS; s++) {
    int sequence = mine[s];
    if (sequence == NOTHING) continue;
    int first = offsets[sequence], length = offsets[sequence + 1] - first, begin = slot * SLOT;
    int slots = (length + SLOT - 1) / SLOT;
    for (int row = threadIdx.x; row < slots * SLOT; row += TILE_THREADS) {
      ws.fill(begin + row, begin, row < length ? first + row : NOTHING, times, visible);
    }
    if (warpId() >= slot && warpId() < slot + slots) segment = {begin, length};
    slot += slots;
  }
  if (slot == 0) return;
  for (int row = slot * SLOT + threadIdx.x; row < TILE; row += TILE_THREADS) {
    ws.fill(row, NOTHING, NOTHING, times, visible);
  }
  Layer layer{x,         xStride,      {normWeight, normBias, epsilon},
              qkvWeight, qkvBias,      outWeight,
              outBias,   positionBias, positionBuckets,
              timeBias,  timeBuckets,  width,
              scale,     causal != 0,  weighting == SILU,
              y,         yStride};
  runAnyHead(layer, heads, ws, segment, 1);
}
REGISTER_KERNEL(attention_short_bf16, TILE_THREADS)

}  // namespace attention_block
