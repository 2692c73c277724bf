// Coarse catalogue scan on tensor cores, bf16 or int8, with fused top-k. Items are the rows of the product and queries
// its columns, so that one query costs as much as eight and the arithmetic of a score does not depend on how many there
// are. Both precisions move 32 bytes of a row per instruction and share everything but that instruction.
#include "device.cuh"
#include "scan.cuh"

namespace coarse_scan {

constexpr int THREADS = 256;
constexpr int WARPS = THREADS / WARP_SIZE;
constexpr int ITEMS_PER_WARP = 16;
constexpr int ITEMS = WARPS * ITEMS_PER_WARP;
constexpr int MAX_QUERY_TILE = 32;
constexpr int QUERIES_PER_STEP = 8;
constexpr int QUERY_STEPS = MAX_QUERY_TILE / QUERIES_PER_STEP;
constexpr int STEP_BYTES = 32;  // of a row, in one instruction
constexpr int COPY_BYTES = 16;
constexpr int CHUNK_BYTES = 128;             // of a row, in one stage
constexpr int CHUNK_ROW = CHUNK_BYTES + 16;  // padded: 8 rows of a matrix lie in different banks
constexpr int STAGE = ITEMS * CHUNK_ROW;
constexpr int SLACK = 256;

struct Bf16Scores {
  using Sum = float;

  static DEVICE void step(float sum[4], const uint32_t a[4], const uint32_t b[2]) { mmaBf16(sum, a, b); }
  DEVICE float score(float sum, int) const { return sum; }
};

// The scale of the query is left out: it does not change the order of its items.
struct Int8Scores {
  using Sum = int;
  const float* scales;

  static DEVICE void step(int sum[4], const uint32_t a[4], const uint32_t b[2]) { mmaInt8(sum, a, b); }
  DEVICE float score(int sum, int item) const { return static_cast<float>(sum) * scales[item]; }
};

DEVICE void loadItems(const uint8_t* items, int rowBytes, int itemCount, uint8_t* stage, int firstItem, int firstByte) {
  constexpr int COPIES = CHUNK_BYTES / COPY_BYTES;
  for (int i = threadIdx.x; i < ITEMS * COPIES; i += THREADS) {
    int row = i / COPIES, byte = i % COPIES * COPY_BYTES;
    bool inside = firstItem + row < itemCount && firstByte + byte < rowBytes;
    const uint8_t* from = inside ? items + size_t(firstItem + row) * rowBytes + firstByte + byte : items;
    copyAsync16(stage + row * CHUNK_ROW + byte, from, inside ? COPY_BYTES : 0);
  }
  commitCopies();
}

template <class Scores>
DEVICE void scan(Scores scores, const uint8_t* items, int rowBytes, int itemCount, const uint8_t* queries,
                 int queryCount, int queryTile, HiddenItems hidden, ScanOutput out) {
  SHARED_ARRAY(u64, thresholds, MAX_QUERY_TILE);
  SHARED_ARRAY(int, counts, MAX_QUERY_TILE);
  int firstQuery = blockIdx.x * queryTile;
  if (firstQuery >= queryCount) return;
  SharedArena arena;
  uint8_t* stages = arena.take<uint8_t>(2 * STAGE);
  int queryRow = rowBytes + 16;
  uint8_t* query = arena.take<uint8_t>(queryTile * queryRow);
  BlockLists<THREADS, ITEMS, MAX_QUERY_TILE> lists(arena, thresholds, counts, out, queryTile, SLACK, firstQuery,
                                                   queryCount, hidden);
  int copies = rowBytes / COPY_BYTES;
  for (int i = threadIdx.x; i < queryTile * copies; i += THREADS) {
    int q = i / copies, byte = i % copies * COPY_BYTES;
    bool inside = q < lists.queryCount();
    const uint8_t* from = inside ? queries + size_t(firstQuery + q) * rowBytes + byte : queries;
    copyAsync16(query + q * queryRow + byte, from, inside ? COPY_BYTES : 0);
  }

  int tiles = (itemCount + ITEMS - 1) / ITEMS, chunks = max(1, (rowBytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
  int lane = laneId();
  // Where this lane points ldmatrix at: A as (rows 0-7, 8-15) x (bytes 0-15, 16-31), B as bytes 0-15, 16-31.
  int aOffset = (warpId() * ITEMS_PER_WARP + lane % 16) * CHUNK_ROW + lane / 16 * 16;
  int bOffset = lane % 8 * queryRow + lane / 8 % 2 * 16;
  int stage = 0;
  if (int(blockIdx.y) < tiles) loadItems(items, rowBytes, itemCount, stages, blockIdx.y * ITEMS, 0);
  for (int tile = blockIdx.y; tile < tiles; tile += gridDim.y) {
    typename Scores::Sum sum[QUERY_STEPS][4] = {};
    for (int chunk = 0; chunk < chunks; chunk++) {
      bool last = chunk + 1 == chunks;
      int nextTile = last ? tile + gridDim.y : tile;
      if (nextTile < tiles) {
        loadItems(items, rowBytes, itemCount, stages + (stage ^ 1) * STAGE, nextTile * ITEMS,
                  last ? 0 : (chunk + 1) * CHUNK_BYTES);
      } else {
        commitCopies();
      }
      waitForCopies<1>();
      __syncthreads();
      int bytes = min(CHUNK_BYTES, rowBytes - chunk * CHUNK_BYTES);
      for (int byte = 0; byte < bytes; byte += STEP_BYTES) {
        uint32_t a[4];
        loadMatrices4(a, stages + stage * STAGE + aOffset + byte);
        UNROLL
        for (int s = 0; s < QUERY_STEPS; s++) {
          if (s * QUERIES_PER_STEP >= lists.queryCount()) break;
          uint32_t b[2];
          loadMatrices2(b, query + s * QUERIES_PER_STEP * queryRow + bOffset + chunk * CHUNK_BYTES + byte);
          Scores::step(sum[s], a, b);
        }
      }
      if (last) lists.makeRoom();
      __syncthreads();
      stage ^= 1;
    }
    UNROLL
    for (int s = 0; s < QUERY_STEPS; s++) {
      UNROLL
      for (int r = 0; r < 4; r++) {
        int q = s * QUERIES_PER_STEP + lane % 4 * 2 + r % 2;
        int item = tile * ITEMS + warpId() * ITEMS_PER_WARP + lane / 4 + r / 2 * 8;
        if (q < lists.queryCount() && item < itemCount) {
          float score = scores.score(sum[s][r], item);
          if (score >= lists.bar(q)) lists.offer(q, score, item);
        }
      }
    }
  }
  commitCopies();  // the queries, where there was no tile
  waitForCopies<0>();
  PLANT(LISTS_WITHOUT_BARRIER, __syncthreads(), (void)0);
  lists.write(blockIdx.y, gridDim.y);
}

KERNEL(THREADS)
scan_bf16(const Bf16* items, int rowBytes, int itemCount, const Bf16* queries, int queryCount, int queryTile,
          const u64* hidden, int hiddenWords, int keep, u64* thresholds, u64* lists, int* listCounts) {
  scan(Bf16Scores{}, reinterpret_cast<const uint8_t*>(items), rowBytes, itemCount,
       reinterpret_cast<const uint8_t*>(queries), queryCount, queryTile, {hidden, hiddenWords},
       {keep, thresholds, lists, listCounts});
}
REGISTER_KERNEL(scan_bf16, THREADS)

KERNEL(THREADS)
scan_int8(const int8_t* items, const float* scales, int rowBytes, int itemCount, const int8_t* queries, int queryCount,
          int queryTile, const u64* hidden, int hiddenWords, int keep, u64* thresholds, u64* lists, int* listCounts) {
  scan(Int8Scores{scales}, reinterpret_cast<const uint8_t*>(items), rowBytes, itemCount,
       reinterpret_cast<const uint8_t*>(queries), queryCount, queryTile, {hidden, hiddenWords},
       {keep, thresholds, lists, listCounts});
}
REGISTER_KERNEL(scan_int8, THREADS)

}  // namespace coarse_scan
