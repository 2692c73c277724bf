// Exact catalogue scan with fused top-k. A lane is an item, so that the score of a query with an item is one chain of
// additions in one thread (dot.cuh); the two kernels differ only in how warps share out items and queries.
#include "device.cuh"
#include "dot.cuh"
#include "scan.cuh"

namespace exact_scan {

constexpr int THREADS = 256;
constexpr int WARPS = THREADS / WARP_SIZE;
constexpr int CHUNK = 32;             // of the width in one stage
constexpr int CHUNK_ROW = CHUNK + 4;  // padded: 8 lanes that read 16 bytes of 8 rows touch all banks once
constexpr int QUERIES_PER_WARP = 4;
constexpr int FLOATS_PER_COPY = 4;

struct Catalogue {
  const float* items;
  int stride, count, width;
};

// ITEM_WARPS · QUERY_WARPS warps; each takes 32 · ITEMS_PER_LANE items and 4 queries.
template <int ITEM_WARPS, int ITEMS_PER_LANE>
struct ScanShape {
  static constexpr int QUERY_WARPS = WARPS / ITEM_WARPS;
  static constexpr int ITEMS = ITEM_WARPS * WARP_SIZE * ITEMS_PER_LANE;
  static constexpr int QUERIES = QUERY_WARPS * QUERIES_PER_WARP;
  static constexpr int STAGE = ITEMS * CHUNK_ROW;
  static constexpr int SLACK = ITEMS_PER_LANE == 1 ? 512 : 256;

  static DEVICE void load(Catalogue c, float* stage, int firstItem, int firstColumn) {
    constexpr int COPIES = CHUNK / FLOATS_PER_COPY;
    for (int i = threadIdx.x; i < ITEMS * COPIES; i += THREADS) {
      int row = i / COPIES, column = i % COPIES * FLOATS_PER_COPY;
      int left = firstItem + row < c.count ? c.width - firstColumn - column : 0;
      int valid = max(0, min(left, FLOATS_PER_COPY)) * 4;
      const float* from = valid > 0 ? c.items + size_t(firstItem + row) * c.stride + firstColumn + column : c.items;
      copyAsync16(stage + row * CHUNK_ROW + column, from, valid);
    }
    commitCopies();
  }

  static DEVICE void scan(Catalogue c, const float* queries, int queryStride, int queryCount, HiddenItems hidden,
                          ScanOutput out) {
    SHARED_ARRAY(u64, thresholds, QUERIES);
    SHARED_ARRAY(int, counts, QUERIES);
    int firstQuery = blockIdx.x * QUERIES;
    if (firstQuery >= queryCount) return;
    SharedArena arena;
    float* stages = arena.take<float>(2 * STAGE);
    int paddedWidth = (c.width + 3) / 4 * 4;
    int queryRow = paddedWidth + 4;
    float* query = arena.take<float>(QUERIES * queryRow);
    BlockLists<THREADS, ITEMS, QUERIES> lists(arena, thresholds, counts, out, QUERIES, SLACK, firstQuery, queryCount,
                                              hidden);
    for (int i = threadIdx.x; i < QUERIES * paddedWidth; i += THREADS) {
      int q = i / paddedWidth, column = i % paddedWidth;
      bool inside = q < lists.queryCount() && column < c.width;
      query[q * queryRow + column] = inside ? queries[size_t(firstQuery + q) * queryStride + column] : 0.0f;
    }

    int tiles = (c.count + ITEMS - 1) / ITEMS, chunks = max(1, (c.width + CHUNK - 1) / CHUNK);
    int itemOfLane = warpId() / QUERY_WARPS * WARP_SIZE * ITEMS_PER_LANE + laneId();
    int queryOfWarp = warpId() % QUERY_WARPS * QUERIES_PER_WARP;
    bool busy = queryOfWarp < lists.queryCount();
    int stage = 0;
    if (int(blockIdx.y) < tiles) load(c, stages, blockIdx.y * ITEMS, 0);
    for (int tile = blockIdx.y; tile < tiles; tile += gridDim.y) {
      float score[ITEMS_PER_LANE][QUERIES_PER_WARP] = {};
      for (int chunk = 0; chunk < chunks; chunk++) {
        bool last = chunk + 1 == chunks;
        int nextTile = last ? tile + gridDim.y : tile;
        if (nextTile < tiles) {
          load(c, stages + (stage ^ 1) * STAGE, nextTile * ITEMS, last ? 0 : (chunk + 1) * CHUNK);
        } else {
          commitCopies();
        }
        waitForCopies<1>();
        __syncthreads();
        if (busy) {
          const float* item = stages + stage * STAGE + itemOfLane * CHUNK_ROW;
          multiply(item, query + queryOfWarp * queryRow + chunk * CHUNK, queryRow,
                   min(CHUNK, paddedWidth - chunk * CHUNK), score);
        }
        if (last) lists.makeRoom();
        __syncthreads();
        stage ^= 1;
      }
      if (!busy) continue;
      UNROLL
      for (int q = 0; q < QUERIES_PER_WARP; q++) {
        if (queryOfWarp + q >= lists.queryCount()) break;
        float bar = lists.bar(queryOfWarp + q);
        UNROLL
        for (int i = 0; i < ITEMS_PER_LANE; i++) {
          int item = tile * ITEMS + itemOfLane + i * WARP_SIZE;
          if (item < c.count && score[i][q] >= bar) lists.offer(queryOfWarp + q, score[i][q], item);
        }
      }
    }
    waitForCopies<0>();
    __syncthreads();
    lists.write(blockIdx.y, gridDim.y);
  }

  static DEVICE void multiply(const float* item, const float* query, int queryRow, int width,
                              float score[ITEMS_PER_LANE][QUERIES_PER_WARP]) {
    for (int k = 0; k < width; k += 4) {
      float4 x[ITEMS_PER_LANE];
      UNROLL
      for (int i = 0; i < ITEMS_PER_LANE; i++) {
        x[i] = *reinterpret_cast<const float4*>(item + i * WARP_SIZE * CHUNK_ROW + k);
      }
      UNROLL
      for (int q = 0; q < QUERIES_PER_WARP; q++) {
        float4 y = *reinterpret_cast<const float4*>(query + q * queryRow + k);
        UNROLL
        for (int i = 0; i < ITEMS_PER_LANE; i++) score[i][q] = dotStep(score[i][q], x[i], y);
      }
    }
  }
};

using Wide = ScanShape<1, 4>;    // 128 items, 32 queries
using Narrow = ScanShape<8, 1>;  // 256 items, 4 queries

KERNEL(THREADS)
scan_fp32(const float* items, int itemStride, int itemCount, int width, const float* queries, int queryStride,
          int queryCount, const u64* hidden, int hiddenWords, int keep, u64* thresholds, u64* lists, int* listCounts) {
  Wide::scan({items, itemStride, itemCount, width}, queries, queryStride, queryCount, {hidden, hiddenWords},
             {keep, thresholds, lists, listCounts});
}
REGISTER_KERNEL(scan_fp32, THREADS)

KERNEL(THREADS)
scan_fp32_narrow(const float* items, int itemStride, int itemCount, int width, const float* queries, int queryStride,
                 int queryCount, const u64* hidden, int hiddenWords, int keep, u64* thresholds, u64* lists,
                 int* listCounts) {
  Narrow::scan({items, itemStride, itemCount, width}, queries, queryStride, queryCount, {hidden, hiddenWords},
               {keep, thresholds, lists, listCounts});
}
REGISTER_KERNEL(scan_fp32_narrow, THREADS)

}  // namespace exact_scan
