// What the open beams of a search can become: logits of the candidates, and the best extensions of each beam.
#include "beam.cuh"
#include "device.cuh"
#include "dot.cuh"
#include "topk.cuh"
#include "warp.cuh"

namespace beam_extensions {

constexpr int LOGIT_THREADS = 256;
constexpr int LOGIT_CANDIDATES = 64;
constexpr int LOGIT_CHUNK = 32;             // of the width in one stage
constexpr int LOGIT_ROW = LOGIT_CHUNK + 4;  // padded against bank conflicts
constexpr int LOGIT_GROUPS = 16;            // threads in a row of the tile
constexpr int PER_THREAD = 4;               // beams, and candidates

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

// The choices of one open beam: number 0 is the end, number c + 1 is candidate c. Equal scores go by number, which is
// the order of bundles that begin alike.
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
      items[i] = NO_EXTENSION;
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
    items[i] = key == NO_KEY ? NO_EXTENSION : itemOf(key) - 1;
  }
}
REGISTER_KERNEL(beam_extend, EXTEND_THREADS)

}  // namespace beam_extensions
