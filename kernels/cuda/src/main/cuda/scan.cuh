// What the catalogue scans have in common. A block takes a tile of queries and every G-th tile of items; for each of
// its queries it holds a list of the best so far and a running threshold. Thresholds are shared between blocks through
// global memory: the k-th best of any block is a bound for all, so late blocks let hardly anything through. When a
// block learns of a threshold is a matter of timing, but what is then left out is not among the best in any case.
#pragma once
#include "device.cuh"
#include "topk.cuh"

struct ScanOutput {
  int keep;
  u64* thresholds;  // (queries), global
  u64* lists;       // (queries, groups, keep)
  int* listCounts;  // (queries, groups)
};

template <int THREADS, int ITEMS, int MAX_QUERIES>
class BlockLists {
 public:
  static constexpr int WARPS = THREADS / WARP_SIZE;

  // `slack` more than keep + ITEMS, so that a list is not sorted after each tile that adds to it.
  DEVICE BlockLists(SharedArena& arena, u64* thresholds, int* counts, ScanOutput out, int queryTile, int slack,
                    int firstQuery, int queryCount, HiddenItems hidden)
      : counts(counts),
        thresholds(thresholds),
        out(out),
        capacity((out.keep + ITEMS + slack + 31) / 32 * 32),
        firstQuery(firstQuery),
        queries(min(queryTile, queryCount - firstQuery)),
        hidden(hidden) {
    keys = arena.take<u64>(queryTile * capacity);
    for (int q = threadIdx.x; q < MAX_QUERIES; q += THREADS) {
      counts[q] = 0;
      thresholds[q] = q < queries ? out.thresholds[firstQuery + q] : NO_KEY;
    }
  }

  DEVICE int queryCount() const { return queries; }

  // Makes room for a tile of items in the lists of this warp. Between barriers.
  DEVICE void makeRoom() const {
    for (int q = warpId(); q < queries; q += WARPS) {
      if (counts[q] > capacity - ITEMS) {
        list(q).prune(WarpTeam{}, out.keep);
        if (laneId() == 0 && counts[q] == out.keep) atomicMax(out.thresholds + firstQuery + q, thresholds[q]);
      }
      if (laneId() == 0) thresholds[q] = max(thresholds[q], __ldcg(out.thresholds + firstQuery + q));
    }
  }

  // The lowest score that may still enter.
  DEVICE float bar(int q) const { return thresholds[q] == NO_KEY ? MINUS_INFINITY : scoreOf(thresholds[q]); }

  DEVICE void offer(int q, float score, int item) const {
    if (!hidden.has(item)) list(q).add(keyOf(score, item));
  }

  // After the last tile and a barrier.
  DEVICE void write(int group, int groups) const {
    for (int q = warpId(); q < queries; q += WARPS) {
      list(q).prune(WarpTeam{}, out.keep);
      int found = counts[q];
      size_t at = size_t(firstQuery + q) * groups + group;
      for (int i = laneId(); i < found; i += WARP_SIZE) out.lists[at * out.keep + i] = keys[q * capacity + i];
      if (laneId() == 0) {
        out.listCounts[at] = found;
        if (found == out.keep) atomicMax(out.thresholds + firstQuery + q, thresholds[q]);
      }
    }
  }

 private:
  DEVICE BestList list(int q) const { return {keys + q * capacity, counts + q, thresholds + q}; }

  u64* keys;
  int* counts;
  u64* thresholds;
  ScanOutput out;
  int capacity, firstQuery, queries;
  HiddenItems hidden;
};
