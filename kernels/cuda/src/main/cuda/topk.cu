// What follows a scan: one list out of many, and exact scores for the candidates of a coarse scan.
#include "device.cuh"
#include "dot.cuh"
#include "topk.cuh"

namespace best_lists {

constexpr int THREADS = 256;
constexpr int NO_ITEM = -1;
constexpr int SLACK = 512;

DEVICE void writeSorted(const u64* keys, int found, int wanted, int* items, float* scores) {
  for (int i = threadIdx.x; i < wanted; i += THREADS) {
    items[i] = i < found ? itemOf(keys[i]) : NO_ITEM;
    scores[i] = i < found ? scoreOf(keys[i]) : MINUS_INFINITY;
  }
}

// A block for each query; it reads the lists of all groups, a key a thread, as a scan reads items.
KERNEL(THREADS)
merge_topk(const u64* lists, const int* listCounts, int groups, int keep, u64* thresholds, int* items, float* scores) {
  SHARED_ARRAY(u64, threshold, 1);
  SHARED_ARRAY(int, count, 1);
  int query = blockIdx.x;
  SharedArena arena;
  int capacity = (keep + THREADS + SLACK + 31) / 32 * 32;
  u64* keys = arena.take<u64>(capacity);
  if (threadIdx.x == 0) {
    *count = 0;
    // No key below the k-th best of any block is among the best; that key itself may be.
    u64 bound = thresholds[query];
    *threshold = bound == NO_KEY ? NO_KEY : bound - 1;
  }
  __syncthreads();
  BestList best{keys, count, threshold};
  const u64* from = lists + size_t(query) * groups * keep;
  const int* counts = listCounts + size_t(query) * groups;
  size_t slots = size_t(groups) * keep;
  for (size_t first = 0; first < slots; first += THREADS) {
    size_t slot = first + threadIdx.x;
    if (slot < slots && int(slot % keep) < counts[slot / keep]) best.add(from[slot]);
    __syncthreads();
    if (*count > capacity - THREADS) best.prune(BlockTeam{}, keep);
    __syncthreads();
  }
  best.prune(BlockTeam{}, keep);
  writeSorted(keys, *count, keep, items + size_t(query) * keep, scores + size_t(query) * keep);
  if (threadIdx.x == 0) thresholds[query] = NO_KEY;  // for the next scan
}
REGISTER_KERNEL(merge_topk, THREADS)

KERNEL(THREADS)
rescore_topk(const float* items, int itemStride, int width, const float* queries, int queryStride,
             const int* candidates, int keep, int k, int* outItems, float* outScores) {
  SHARED_ARRAY(int, count, 1);
  int query = blockIdx.x;
  int paddedWidth = (width + 3) / 4 * 4;
  SharedArena arena;
  float* q = arena.take<float>(paddedWidth);
  u64* keys = arena.take<u64>((keep + 31) / 32 * 32);
  if (threadIdx.x == 0) *count = 0;
  for (int i = threadIdx.x; i < PLANT(SHARED_OFF_BY_ONE, paddedWidth, paddedWidth + 1); i += THREADS) {
    q[i] = i < width ? queries[size_t(query) * queryStride + i] : 0.0f;
  }
  __syncthreads();
  for (int c = threadIdx.x; c < keep; c += THREADS) {
    int item = candidates[size_t(query) * keep + c];
    if (item == NO_ITEM) continue;
    const float* row = items + size_t(item) * itemStride;
    float score = 0;
    int whole = width / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      score = dotStep(score, *reinterpret_cast<const float4*>(row + i), *reinterpret_cast<const float4*>(q + i));
    }
    for (int i = whole; i < width; i++) score = fmaf(row[i], q[i], score);
    keys[atomicAdd(count, 1)] = keyOf(score, item);
  }
  __syncthreads();
  int found = *count;
  sortDescending(BlockTeam{}, keys, found);
  writeSorted(keys, found, k, outItems + size_t(query) * k, outScores + size_t(query) * k);
}
REGISTER_KERNEL(rescore_topk, THREADS)

}  // namespace best_lists
