// The k best of many scores: greater score first, equal scores by item number. A score and its item are one 64-bit key
// that is greater for what comes first, so that all keys differ, the k greatest are one definite set, and the order in
// which they were found does not matter.
#pragma once
#include "device.cuh"

constexpr u64 NO_KEY = 0;

// The bits of a float, arranged so that they compare as the float does; −0 becomes 0.
DEVICE unsigned orderedBits(float score) {
  unsigned bits = __float_as_uint(score + 0.0f);
  return bits >> 31 ? ~bits : bits | 0x80000000u;
}

DEVICE u64 keyOf(float score, int item) {
  return static_cast<u64>(orderedBits(score)) << 32 | (0xffffffffu - static_cast<unsigned>(item));
}

DEVICE float scoreOf(u64 key) {
  unsigned bits = static_cast<unsigned>(key >> 32);
  return __uint_as_float(bits >> 31 ? bits & 0x7fffffffu : ~bits);
}

DEVICE int itemOf(u64 key) { return static_cast<int>(0xffffffffu - static_cast<unsigned>(key)); }

// Threads that sort together: a warp, or the whole block.
struct WarpTeam {
  DEVICE int rank() const { return laneId(); }
  DEVICE int size() const { return WARP_SIZE; }
  DEVICE void sync() const { __syncwarp(); }
};
struct BlockTeam {
  DEVICE int rank() const { return threadIdx.x; }
  DEVICE int size() const { return blockDim.x; }
  DEVICE void sync() const { __syncthreads(); }
};

DEVICE void putGreaterFirst(u64* keys, int count, int first, int second) {
  // What lies past the end counts as smaller than anything and stays there.
  if (second >= count) return;
  u64 a = keys[first], b = keys[second];
  if (PLANT(WRONG_MERGE_TIE, a < b, a >> 32 < b >> 32)) {
    keys[first] = b;
    keys[second] = a;
  }
}

// Bitonic merge sort (Batcher, 1968), greatest first, in shared memory; of any count, since every comparison points the
// same way. All of the team call it; the keys are there after it, for all of the team.
template <class Team>
DEVICE void sortDescending(Team team, u64* keys, int count) {
  team.sync();
  for (int size = 2; size < 2 * count; size *= 2) {
    int half = size / 2;
    // A sorted half and its mirror image: the greater ones into the first half.
    for (int t = team.rank(); t / half * size < count; t += team.size()) {
      int start = t / half * size, within = t % half;
      putGreaterFirst(keys, count, start + within, start + size - 1 - within);
    }
    team.sync();
    for (int distance = half / 2; distance > 0; distance /= 2) {
      for (int t = team.rank(); t / distance * 2 * distance < count; t += team.size()) {
        int first = t / distance * 2 * distance + t % distance;
        putGreaterFirst(keys, count, first, first + distance);
      }
      team.sync();
    }
  }
}

// The best keys of one query that a block has met: at first whatever comes, then what beats the threshold.
struct BestList {
  u64* keys;       // (capacity), shared memory
  int* count;      // shared memory
  u64* threshold;  // shared memory; keys up to this one are not among the best `keep`

  // Room for one more must be there. A thread may add at any time between two prunes.
  DEVICE void add(u64 key) const {
    if (key > *threshold) keys[atomicAdd(count, 1)] = key;
  }

  // Keeps the best and raises the threshold. Others of the team may not add meanwhile.
  template <class Team>
  DEVICE void prune(Team team, int keep) const {
    team.sync();
    int found = *count;
    sortDescending(team, keys, found);
    if (team.rank() == 0) {
      if (found >= keep && keys[keep - 1] > *threshold) *threshold = keys[keep - 1];
      *count = min(found, keep);
    }
    team.sync();
  }
};

// Whether item i is hidden: bit i of a set of 64-bit words; words that are not there hide nothing.
struct HiddenItems {
  const u64* words;
  int count;

  DEVICE bool has(int item) const {
    int word = item / 64;
    return words != nullptr && word < count && (words[word] >> (item % 64) & 1) != 0;
  }
};
