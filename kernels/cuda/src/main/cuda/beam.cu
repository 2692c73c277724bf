// Beam search over the candidates of each request. A step is a fixed list of launches that find everything they depend
// on in device memory, so all steps together are one graph.
//
// A beam is a bundle in the making: it is open, or finished by the end symbol or by having its most items. At each step
// an open beam makes way for its extensions, by a candidate or by the end; finished beams stay and compete with them by
// log probability. Equal ones are ordered by their candidates, first difference decides, a beginning goes first.
#include "beam.cuh"
#include "device.cuh"
#include "warp.cuh"

namespace beam_search {

constexpr int MAX_HEAD_WIDTH = 256;
constexpr int NOTHING = -2;

// A beam that could be in the next step.
struct Hypothesis {
  float score;
  int beam;  // it comes from; NOTHING if there is no such beam
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
      if (extensionItems[at] != NO_EXTENSION) best = {extensionScores[at], beam, extensionItems[at]};
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
    PLANT(OFFERS_WITHOUT_BARRIER, __syncthreads(), (void)0);  // they are about to be overwritten
  }
}
REGISTER_KERNEL(beam_select, MAX_BEAMS)

}  // namespace beam_search
