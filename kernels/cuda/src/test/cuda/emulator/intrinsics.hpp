// CUDA's built-in variables and functions for the emulator: barriers, warp collectives, atomics, arithmetic.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstring>

#include "runtime.hpp"

#define threadIdx (emulator::running->thread)
#define blockIdx (emulator::running->block)
#define blockDim (emulator::running->blockSize)
#define gridDim (emulator::running->gridSize)

using std::max;
using std::min;

inline void __syncthreads(int line = __builtin_LINE()) { emulator::barrier(line); }
inline void __syncwarp(unsigned mask = ~0u, int line = __builtin_LINE()) {
  emulator::meet(mask, nullptr, 0, "__syncwarp", line);
}

namespace emulator {

template <class T>
T valueOf(const Payload& payload) {
  T value;
  memcpy(&value, payload.word, sizeof value);
  return value;
}

template <class T>
T shuffle(unsigned mask, T value, unsigned source, const char* operation, int line) {
  static_assert(sizeof(T) <= sizeof(Payload));
  const Payload* lanes = meet(mask, &value, sizeof value, operation, line);
  if (!(mask >> source & 1)) fault("%s at line %d reads lane %u outside mask %08x", operation, line, source, mask);
  return valueOf<T>(lanes[source]);
}

template <class T, class Combine>
T reduce(unsigned mask, T value, const char* operation, int line, Combine combine) {
  const Payload* lanes = meet(mask, &value, sizeof value, operation, line);
  bool first = true;
  T result{};
  for (unsigned l = 0; l < WARP; l++) {
    if (!(mask >> l & 1)) continue;
    result = first ? valueOf<T>(lanes[l]) : combine(result, valueOf<T>(lanes[l]));
    first = false;
  }
  return result;
}

}  // namespace emulator

template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32, int line = __builtin_LINE()) {
  unsigned lane = emulator::running->lane;
  return emulator::shuffle(mask, value, (lane & ~(width - 1u)) | (source & (width - 1)), "__shfl_sync", line);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32, int line = __builtin_LINE()) {
  unsigned lane = emulator::running->lane, other = lane ^ bits;
  return emulator::shuffle(mask, value, other / width == lane / width ? other : lane, "__shfl_xor_sync", line);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32, int line = __builtin_LINE()) {
  unsigned lane = emulator::running->lane;
  bool inside = (lane & (width - 1)) + delta < static_cast<unsigned>(width);
  return emulator::shuffle(mask, value, inside ? lane + delta : lane, "__shfl_down_sync", line);
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, int line = __builtin_LINE()) {
  unsigned lane = emulator::running->lane;
  bool inside = (lane & (width - 1)) >= delta;
  return emulator::shuffle(mask, value, inside ? lane - delta : lane, "__shfl_up_sync", line);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  unsigned mine = predicate ? 1u << emulator::running->lane : 0;
  return emulator::reduce(mask, mine, "__ballot_sync", line, [](unsigned a, unsigned b) { return a | b; });
}
inline int __any_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, predicate, line) != 0;
}
inline int __all_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, predicate, line) == mask;
}
template <class T>
unsigned __match_any_sync(unsigned mask, T value, int line = __builtin_LINE()) {
  const emulator::Payload* lanes = emulator::meet(mask, &value, sizeof value, "__match_any_sync", line);
  unsigned same = 0;
  for (unsigned l = 0; l < emulator::WARP; l++) {
    if ((mask >> l & 1) && emulator::valueOf<T>(lanes[l]) == value) same |= 1u << l;
  }
  return same;
}
inline unsigned __reduce_add_sync(unsigned mask, unsigned value, int line = __builtin_LINE()) {
  return emulator::reduce(mask, value, "__reduce_add_sync", line, [](unsigned a, unsigned b) { return a + b; });
}
inline unsigned __reduce_max_sync(unsigned mask, unsigned value, int line = __builtin_LINE()) {
  return emulator::reduce(mask, value, "__reduce_max_sync", line, [](unsigned a, unsigned b) { return max(a, b); });
}

// Atomic because threads only change places where they wait; the order of arrival is the scheduling order.
template <class T>
T atomicAdd(T* at, T value) {
  T old = *at;
  *at = old + value;
  return old;
}
template <class T>
T atomicMax(T* at, T value) {
  T old = *at;
  *at = max(old, value);
  return old;
}
template <class T>
T atomicOr(T* at, T value) {
  T old = *at;
  *at = old | value;
  return old;
}

// A load that does not trust the multiprocessor's own cache.
template <class T>
T __ldcg(const T* at) {
  return *at;
}

inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(static_cast<unsigned>(x)); }
inline unsigned __float_as_uint(float x) {
  unsigned bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
inline float __uint_as_float(unsigned bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
inline float __int_as_float(int bits) { return __uint_as_float(static_cast<unsigned>(bits)); }
inline int __float_as_int(float x) { return static_cast<int>(__float_as_uint(x)); }
inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
inline int __float2int_rn(float x) { return static_cast<int>(std::nearbyint(x)); }
