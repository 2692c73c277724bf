// Tensor core instructions for the emulator, with the fragment layouts of the PTX manual ("Matrix Fragments for
// mma.m16n8k16" and "ldmatrix"): groups of four lanes hold a row, a lane holds neighbouring elements of it.
#pragma once
#include <cstring>

#include "runtime.hpp"

namespace emulator {

inline float widened(uint32_t pair, int half) {
  uint32_t bits = half == 0 ? pair << 16 : pair & 0xffff0000u;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// D (16x8, fp32) += A (16x16, bf16, row-major) · B (16x8, bf16, column-major).
// A: register r of a lane holds row lane/4 + 8·(r mod 2), columns 2·(lane mod 4) + {0,1} + 8·(r/2).
// B: register r holds column lane/4, rows 2·(lane mod 4) + {0,1} + 8·r.
// D: register r holds row lane/4 + 8·(r/2), column 2·(lane mod 4) + r mod 2.
inline void mmaBf16(float d[4], const uint32_t a[4], const uint32_t b[2], int line) {
  float mine[12];
  for (int r = 0; r < 4; r++) {
    mine[2 * r] = widened(a[r], 0);
    mine[2 * r + 1] = widened(a[r], 1);
  }
  for (int r = 0; r < 2; r++) {
    mine[8 + 2 * r] = widened(b[r], 0);
    mine[8 + 2 * r + 1] = widened(b[r], 1);
  }
  const Payload* lanes = meet(~0u, mine, sizeof mine, "mma", line);
  unsigned lane = running->lane;
  for (int r = 0; r < 4; r++) {
    unsigned rowLanes = lane / 4 * 4, column = lane % 4 * 2 + r % 2, aHalf = r / 2;
    float sum = 0;
    for (unsigned k = 0; k < 16; k++) {
      float x, y;
      unsigned within = k % 8 / 2, high = k / 8, odd = k % 2;
      memcpy(&x, &lanes[rowLanes + within].word[2 * (aHalf + 2 * high) + odd], sizeof x);
      memcpy(&y, &lanes[column * 4 + within].word[8 + 2 * high + odd], sizeof y);
      sum += x * y;
    }
    d[r] += sum;
  }
}

// D (16x8, s32) += A (16x32, s8, row-major) · B (32x8, s8, column-major); bytes lie as in mmaBf16.
inline void mmaInt8(int d[4], const uint32_t a[4], const uint32_t b[2], int line) {
  uint32_t mine[6] = {a[0], a[1], a[2], a[3], b[0], b[1]};
  const Payload* lanes = meet(~0u, mine, sizeof mine, "mma", line);
  unsigned lane = running->lane;
  for (int r = 0; r < 4; r++) {
    unsigned rowLanes = lane / 4 * 4, column = lane % 4 * 2 + r % 2, aHalf = r / 2;
    int sum = 0;
    for (unsigned k = 0; k < 32; k++) {
      unsigned within = k % 16 / 4, high = k / 16, shift = k % 4 * 8;
      int8_t x = static_cast<int8_t>(lanes[rowLanes + within].word[aHalf + 2 * high] >> shift);
      int8_t y = static_cast<int8_t>(lanes[column * 4 + within].word[4 + high] >> shift);
      sum += x * y;
    }
    d[r] += sum;
  }
}

// Loads COUNT 8x8 matrices of 16-bit elements; lane 8m + i gives the address of row i of matrix m. Register m of a
// lane receives row lane/4, columns 2·(lane mod 4) + {0,1} of matrix m, or of its transpose.
template <int COUNT>
void loadMatrices(uint32_t* to, const void* row, bool transposed, int line) {
  unsigned lane = running->lane;
  uint16_t mine[8] = {};
  if (lane < COUNT * 8) {
    if (reinterpret_cast<uintptr_t>(row) % 16 != 0)
      fault("ldmatrix at line %d: row at %p is not 16-byte aligned", line, row);
    memcpy(mine, row, sizeof mine);
  }
  const Payload* lanes = meet(~0u, mine, sizeof mine, "ldmatrix", line);
  for (int m = 0; m < COUNT; m++) {
    uint16_t pair[2];
    for (unsigned i = 0; i < 2; i++) {
      unsigned r = lane / 4, c = lane % 4 * 2 + i;
      uint16_t elements[8];
      memcpy(elements, lanes[8 * m + (transposed ? c : r)].word, sizeof elements);
      pair[i] = elements[transposed ? r : c];
    }
    to[m] = pair[0] | static_cast<uint32_t>(pair[1]) << 16;
  }
}

}  // namespace emulator
