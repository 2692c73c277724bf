// The state of a beam search in device memory; beam.cu says what a beam is.
#pragma once
#include "device.cuh"

constexpr int MAX_BEAMS = 64;
constexpr int NO_EXTENSION = -2;  // where an item is expected; -1 is the end

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
