// Beam search over the candidates of each request. A step is a fixed list of launches that find everything they depend
// on in device memory, so all steps together are one graph.
//
// A beam is a bundle in the making: it is open, or finished by the end symbol or by having its most items. At each step
// an open beam makes way for its extensions, by a candidate or by the end; finished beams stay and compete with them by
// log probability. Equal ones are ordered by their candidates, first difference decides, a beginning goes first.
#include "device.cuh"
#include "dot.cuh"
#include "topk.cuh"
#include "warp.cuh"

namespace beam_search {

constexpr int MAX_BEAMS = 64;
constexpr int MAX_HEAD_WIDTH = 256;
constexpr int NOTHING = -2;  // no extension; -1 is the extension by the end

// One beam in the state array: log probability, length, finished, chosen[maxItems], ancestors[maxItems].
struct BeamRecord {
  int* at;
  int maxItems;

  static DEVICE int ints(int maxItems) { return 3 + 2 * maxItems; }
  static DEVICE BeamRecord of(const int* state, int row, int maxItems) {
    return {const_cast<int*>(state) + size_t(row) * ints(maxItems), maxItems};
  }

  DEVICE float logProbability() const { return __int_as_float(at[0]); }
  DEVICE int length() const { return at[1]; }
  DEVICE bool finished() const { return at[2] != 0; }
  DEVICE bool exists() const { return logProbability() > MINUS_INFINITY; }
  DEVICE bool open() const { return exists() && !finished(); }
  DEVICE int* chosen() const { return at + 3; }
  // For each position the beam whose row held it when it was computed.
  DEVICE int* ancestors() const { return at + 3 + maxItems; }
  DEVICE void set(float logProbability, int length, bool finished) const {
    at[0] = __float_as_int(logProbability);
    at[1] = length;
    at[2] = finished;
  }
};

// A beam that could be in the next step.
struct Hypothesis {
  float score;
  int beam;  // it comes from; NOTHING if there is none
  int item;  // added; -1 for the end; NOTHING for a finished beam that stays
};

// Whether a goes before b.
DEVICE bool before(const Hypothesis& a, const Hypothesis& b, const int* state, int firstRow, int maxItems) {
  if (a.beam == NOTHING || b.beam == NOTHING) return a.beam != NOTHING;
  if (a.score != b.score) return a.score > b.score;
  BeamRecord x = BeamRecord::of(state, firstRow + a.beam, maxItems);
  BeamRecord y = BeamRecord::of(state, firstRow + b.beam, maxItems);
  int xLength = x.length() + (a.item >= 0), yLength = y.length() + (b.item >= 0);
  for (int i = 0; i < min(xLength, yLength); i++) {
    int left = i < x.length() ? x.chosen()[i] : a.item, right = i < y.length() ? y.chosen()[i] : b.item;
    if (left != right) return left < right;
  }
  return xLength < yLength;
}

constexpr int WARPS_OF_ROWS = 8;

KERNEL(MAX_BEAMS)
beam_start(int requests, int beamWidth, int maxItems, int* state) {
  int request = blockIdx.x, beam = threadIdx.x;
  if (request >= requests || beam >= beamWidth) return;
  BeamRecord record = BeamRecord::of(state, request * beamWidth + beam, maxItems);
  record.set(beam == 0 ? 0.0f : MINUS_INFINITY, 0, false);
  for (int i = 0; i < maxItems; i++) {
    record.chosen()[i] = -1;
    record.ancestors()[i] = 0;
  }
}
REGISTER_KERNEL(beam_start, MAX_BEAMS)

KERNEL(WARPS_OF_ROWS* WARP_SIZE)
beam_input(const int* state, int step, int maxItems, int beamWidth, int rows, const float* start, const float* position,
           int positionStride, const float* products, int productStride, const int* candidateOffsets, int width,
           float* out, int outStride) {
  int row = blockIdx.x * WARPS_OF_ROWS + warpId();
  if (row >= rows) return;
  const float* from = nullptr;
  if (step == 0) {
    from = start;
  } else {
    int last = BeamRecord::of(state, row, maxItems).chosen()[step - 1];
    if (last >= 0) from = products + size_t(candidateOffsets[row / beamWidth] + last) * productStride;
  }
  const float* place = position + size_t(step) * positionStride;
  float* to = out + size_t(row) * outStride;
  for (int i = laneId(); i < width; i += WARP_SIZE) to[i] = (from == nullptr ? 0.0f : from[i]) + place[i];
}
REGISTER_KERNEL(beam_input, WARPS_OF_ROWS* WARP_SIZE)

// A warp for each row and head: the query of this step over the keys of the beam's own past, which other rows may hold.
// Nothing is copied when beams change places; the ancestors say where to read.
KERNEL(WARPS_OF_ROWS* WARP_SIZE)
beam_self_attention(const float* qkv, int qkvStride, const int* state, int step, int maxItems, int beamWidth, int rows,
                    int heads, int headWidth, float scale, float* out, int outStride) {
  constexpr int PARTS = MAX_HEAD_WIDTH / WARP_SIZE;
  int task = blockIdx.x * WARPS_OF_ROWS + warpId();
  if (task >= rows * heads) return;
  int row = task / heads, column = task % heads * headWidth;
  int width = heads * headWidth;
  const int* ancestors = BeamRecord::of(state, row, maxItems).ancestors();
  int firstRow = row / beamWidth * beamWidth;
  size_t slab = size_t(rows) * qkvStride;
  float query[PARTS], sum[PARTS];
  const float* own = qkv + step * slab + size_t(row) * qkvStride + column;
  UNROLL
  for (int p = 0; p < PARTS; p++) {
    int d = p * WARP_SIZE + laneId();
    query[p] = d < headWidth ? own[d] : 0.0f;
    sum[p] = 0;
  }
  // Lane i keeps the score of position i.
  float mine = MINUS_INFINITY;
  for (int i = 0; i <= step; i++) {
    int source = i == step ? row : firstRow + ancestors[i];
    const float* key = qkv + i * slab + size_t(source) * qkvStride + width + column;
    float dot = 0;
    UNROLL
    for (int p = 0; p < PARTS; p++) {
      int d = p * WARP_SIZE + laneId();
      if (d < headWidth) dot = fmaf(query[p], key[d], dot);
    }
    dot = warpSum(dot);
    if (laneId() == i) mine = dot * scale;
  }
  float greatest = warpMax(mine);
  mine = laneId() <= step ? expf(mine - greatest) : 0.0f;
  float total = warpSum(mine);
  for (int i = 0; i <= step; i++) {
    int source = i == step ? row : firstRow + ancestors[i];
    const float* value = qkv + i * slab + size_t(source) * qkvStride + 2 * width + column;
    float weight = __shfl_sync(PLANT(WRONG_SHUFFLE_MASK, ALL_LANES, 0xffffu), mine, i);
    UNROLL
    for (int p = 0; p < PARTS; p++) {
      int d = p * WARP_SIZE + laneId();
      if (d < headWidth) sum[p] = fmaf(weight, value[d], sum[p]);
    }
  }
  float* to = out + size_t(row) * outStride + column;
  UNROLL
  for (int p = 0; p < PARTS; p++) {
    int d = p * WARP_SIZE + laneId();
    if (d < headWidth) to[d] = sum[p] / total;
  }
}
REGISTER_KERNEL(beam_self_attention, WARPS_OF_ROWS* WARP_SIZE)

constexpr int LOGIT_THREADS = 256;
constexpr int LOGIT_CANDIDATES = 64;
constexpr int LOGIT_CHUNK = 32;                 // of the width in one stage
constexpr int LOGIT_ROW = LOGIT_CHUNK + 4;      // padded against bank conflicts
constexpr int LOGIT_GROUPS = 16;                // threads in a row of the tile
constexpr int PER_THREAD = 4;                   // beams, and candidates

// Starts copying a chunk of 64 rows; rows and columns past the end are zeros.
DEVICE void stageLogitRows(float* to, const float* from, int stride, int rows, int width, int firstColumn) {
  constexpr int QUADS = LOGIT_CHUNK / 4;
  for (int i = threadIdx.x; i < MAX_BEAMS * QUADS; i += LOGIT_THREADS) {
    int row = i / QUADS, column = firstColumn + i % QUADS * 4;
    int valid = row < rows ? max(0, min(width - column, 4)) * 4 : 0;
    copyAsync16(to + row * LOGIT_ROW + i % QUADS * 4, valid > 0 ? from + size_t(row) * stride + column : from, valid);
  }
}

// A block scores 64 candidates of a request for all of its beams: products are read once, not once a beam.
KERNEL(LOGIT_THREADS)
beam_logits(const float* pointer, int pointerStride, const float* products, int productStride, const float* end,
            const int* candidateOffsets, int beamWidth, int width, float scale, float* logits, float* endLogits) {
  static_assert(MAX_BEAMS == LOGIT_CANDIDATES && MAX_BEAMS == LOGIT_THREADS / LOGIT_GROUPS * PER_THREAD);
  SHARED_ARRAY(float, beamStages, 2 * MAX_BEAMS * LOGIT_ROW);
  SHARED_ARRAY(float, candidateStages, 2 * LOGIT_CANDIDATES * LOGIT_ROW);
  int request = blockIdx.y;
  const float* beams = pointer + size_t(request) * beamWidth * pointerStride;
  if (blockIdx.x == 0) {
    for (int b = warpId(); b < beamWidth; b += LOGIT_THREADS / WARP_SIZE) {
      float dot = 0;
      for (int i = laneId(); i < width; i += WARP_SIZE) dot = fmaf(beams[size_t(b) * pointerStride + i], end[i], dot);
      dot = warpSum(dot);
      if (laneId() == 0) endLogits[request * beamWidth + b] = dot * scale;
    }
  }
  int first = candidateOffsets[request], count = candidateOffsets[request + 1] - first;
  int tileStart = blockIdx.x * LOGIT_CANDIDATES;
  if (tileStart >= count) return;
  const float* tile = products + size_t(first + tileStart) * productStride;
  int left = count - tileStart;

  float sum[PER_THREAD][PER_THREAD] = {};
  int group = threadIdx.x % LOGIT_GROUPS, firstBeam = threadIdx.x / LOGIT_GROUPS * PER_THREAD;
  int chunks = (width + LOGIT_CHUNK - 1) / LOGIT_CHUNK;
  stageLogitRows(beamStages, beams, pointerStride, beamWidth, width, 0);
  stageLogitRows(candidateStages, tile, productStride, left, width, 0);
  commitCopies();
  for (int chunk = 0; chunk < chunks; chunk++) {
    int stage = chunk % 2, next = stage ^ 1;
    if (chunk + 1 < chunks) {
      int column = (chunk + 1) * LOGIT_CHUNK;
      stageLogitRows(beamStages + next * MAX_BEAMS * LOGIT_ROW, beams, pointerStride, beamWidth, width, column);
      stageLogitRows(candidateStages + next * LOGIT_CANDIDATES * LOGIT_ROW, tile, productStride, left, width, column);
    }
    commitCopies();
    waitForCopies<1>();
    __syncthreads();
    const float* x = beamStages + (stage * MAX_BEAMS + firstBeam) * LOGIT_ROW;
    const float* y = candidateStages + (stage * LOGIT_CANDIDATES + group) * LOGIT_ROW;
    KEEP_LOOP
    for (int k = 0; k < LOGIT_CHUNK; k += 4) {
      float4 candidate[PER_THREAD];
      UNROLL
      for (int j = 0; j < PER_THREAD; j++) {
        candidate[j] = *reinterpret_cast<const float4*>(y + j * LOGIT_GROUPS * LOGIT_ROW + k);
      }
      UNROLL
      for (int i = 0; i < PER_THREAD; i++) {
        float4 beam = *reinterpret_cast<const float4*>(x + i * LOGIT_ROW + k);
        UNROLL
        for (int j = 0; j < PER_THREAD; j++) sum[i][j] = dotStep(sum[i][j], beam, candidate[j]);
      }
    }
    __syncthreads();
  }
  waitForCopies<0>();
  float* to = logits + size_t(beamWidth) * first;
  UNROLL
  for (int i = 0; i < PER_THREAD; i++) {
    UNROLL
    for (int j = 0; j < PER_THREAD; j++) {
      int b = firstBeam + i, c = tileStart + group + j * LOGIT_GROUPS;
      if (b < beamWidth && c < count) to[size_t(b) * count + c] = sum[i][j] * scale;
    }
  }
}
REGISTER_KERNEL(beam_logits, LOGIT_THREADS)

constexpr int EXTEND_THREADS = 128;
constexpr int EXTEND_WARPS = EXTEND_THREADS / WARP_SIZE;
constexpr int EXTEND_SLACK = 256;

// The choices of one open beam: number 0 is the end, number c + 1 is candidate c. Equal scores go by number, which is the
// order of bundles that begin alike.
struct Choices {
  const float* logits;
  float endLogit;
  const uint8_t* allowed;  // of this request's candidates, or null
  const int* chosen;
  int chosenCount;
  bool mayEnd;

  // Minus infinity for what may not be chosen.
  DEVICE float logit(int choice) const {
    if (choice == 0) return mayEnd ? endLogit : MINUS_INFINITY;
    int c = choice - 1;
    if (allowed != nullptr && allowed[c] == 0) return MINUS_INFINITY;
    for (int i = 0; i < chosenCount; i++) {
      if (chosen[i] == c) return MINUS_INFINITY;
    }
    return logits[c];
  }
};

// The W best extensions of each beam, best first, with the beam's log probability added: log-softmax over the end, once
// it is allowed, and the candidates that are allowed and not chosen yet.
KERNEL(EXTEND_THREADS)
beam_extend(const float* logits, const float* endLogits, const int* candidateOffsets, const uint8_t* allowed,
            const int* state, int step, int minItems, int maxItems, int beamWidth, float* extensionScores,
            int* extensionItems) {
  SHARED_ARRAY(float, partial, 2 * EXTEND_WARPS);
  SHARED_ARRAY(u64, threshold, 1);
  SHARED_ARRAY(int, count, 1);
  int row = blockIdx.x, request = row / beamWidth, beam = row % beamWidth;
  float* scores = extensionScores + size_t(row) * beamWidth;
  int* items = extensionItems + size_t(row) * beamWidth;
  BeamRecord record = BeamRecord::of(state, row, maxItems);
  int first = candidateOffsets[request], candidates = candidateOffsets[request + 1] - first;
  int choiceCount = record.open() ? candidates + 1 : 0;
  Choices choices{logits + size_t(beamWidth) * first + size_t(beam) * candidates,
                  endLogits[row],
                  allowed == nullptr ? nullptr : allowed + first,
                  record.chosen(),
                  record.length(),
                  step >= minItems};
  SharedArena arena;
  int capacity = (beamWidth + EXTEND_THREADS + EXTEND_SLACK + 31) / 32 * 32;
  u64* keys = arena.take<u64>(capacity);
  if (threadIdx.x == 0) {
    *count = 0;
    *threshold = NO_KEY;
  }

  float greatest = MINUS_INFINITY;
  for (int c = threadIdx.x; c < choiceCount; c += EXTEND_THREADS) greatest = fmaxf(greatest, choices.logit(c));
  greatest = warpMax(greatest);
  if (laneId() == 0) partial[warpId()] = greatest;
  __syncthreads();
  for (int w = 0; w < EXTEND_WARPS; w++) greatest = fmaxf(greatest, partial[w]);
  if (greatest == MINUS_INFINITY) {  // for all threads alike: nothing can be chosen
    for (int i = threadIdx.x; i < beamWidth; i += EXTEND_THREADS) {
      scores[i] = MINUS_INFINITY;
      items[i] = NOTHING;
    }
    return;
  }
  float total = 0;
  for (int c = threadIdx.x; c < choiceCount; c += EXTEND_THREADS) total += expf(choices.logit(c) - greatest);
  total = warpSum(total);
  if (laneId() == 0) partial[EXTEND_WARPS + warpId()] = total;
  __syncthreads();
  total = 0;
  for (int w = 0; w < EXTEND_WARPS; w++) total += partial[EXTEND_WARPS + w];
  float normaliser = greatest + logf(total);

  BestList best{keys, count, threshold};
  for (int c0 = 0; c0 < choiceCount; c0 += EXTEND_THREADS) {
    int c = c0 + threadIdx.x;
    float logit = c < choiceCount ? choices.logit(c) : MINUS_INFINITY;
    if (logit > MINUS_INFINITY) best.add(keyOf(record.logProbability() + (logit - normaliser), c));
    __syncthreads();
    if (*count > capacity - EXTEND_THREADS) best.prune(BlockTeam{}, beamWidth);
    __syncthreads();
  }
  best.prune(BlockTeam{}, beamWidth);
  int found = *count;
  for (int i = threadIdx.x; i < beamWidth; i += EXTEND_THREADS) {
    u64 key = i < found ? keys[i] : NO_KEY;
    scores[i] = key == NO_KEY ? MINUS_INFINITY : scoreOf(key);
    items[i] = key == NO_KEY ? NOTHING : itemOf(key) - 1;
  }
}
REGISTER_KERNEL(beam_extend, EXTEND_THREADS)

// Chooses the W best of what the beams of a request can become. Each thread stands for one beam and offers its next
// best extension; W times the best offer wins.
KERNEL(MAX_BEAMS)
beam_select(const int* state, int* nextState, const float* extensionScores, const int* extensionItems, int step,
            int beamWidth, int maxItems) {
  constexpr int WARPS = MAX_BEAMS / WARP_SIZE;
  SHARED_ARRAY(Hypothesis, offers, WARPS);
  int firstRow = blockIdx.x * beamWidth, beam = threadIdx.x;
  bool mine = beam < beamWidth;
  BeamRecord record = BeamRecord::of(state, firstRow + (mine ? beam : 0), maxItems);
  bool stays = mine && record.exists() && record.finished();
  int next = 0;
  for (int rank = 0; rank < beamWidth; rank++) {
    Hypothesis best{MINUS_INFINITY, NOTHING, NOTHING};
    if (stays && next == 0) {
      best = {record.logProbability(), beam, NOTHING};
    } else if (mine && !stays && next < beamWidth) {
      size_t at = size_t(firstRow + beam) * beamWidth + next;
      if (extensionItems[at] != NOTHING) best = {extensionScores[at], beam, extensionItems[at]};
    }
    UNROLL
    for (int bits = WARP_SIZE / 2; bits > 0; bits /= 2) {
      Hypothesis other{__shfl_xor_sync(ALL_LANES, best.score, bits), __shfl_xor_sync(ALL_LANES, best.beam, bits),
                       __shfl_xor_sync(ALL_LANES, best.item, bits)};
      if (before(other, best, state, firstRow, maxItems)) best = other;
    }
    if (laneId() == 0) offers[warpId()] = best;
    __syncthreads();
    best = offers[0];
    UNROLL
    for (int w = 1; w < WARPS; w++) {
      if (before(offers[w], best, state, firstRow, maxItems)) best = offers[w];
    }
    if (beam == best.beam) next++;

    BeamRecord to = BeamRecord::of(nextState, firstRow + rank, maxItems);
    BeamRecord from = BeamRecord::of(state, firstRow + max(best.beam, 0), maxItems);
    bool some = best.beam != NOTHING, adds = best.item >= 0;
    if (threadIdx.x == 0) {
      int length = some ? from.length() + adds : 0;
      bool finished = some && (!adds || length == maxItems);
      to.set(some ? best.score : MINUS_INFINITY, length, finished);
    }
    for (int i = threadIdx.x; i < maxItems; i += MAX_BEAMS) {
      bool here = adds && i == step;
      to.chosen()[i] = here ? best.item : some ? from.chosen()[i] : -1;
      to.ancestors()[i] = here ? best.beam : some ? from.ancestors()[i] : 0;
    }
    __syncthreads();  // the offers are about to be overwritten
  }
}
REGISTER_KERNEL(beam_select, MAX_BEAMS)

}  // namespace beam_search
