// Reductions over the 32 lanes of a warp, in a fixed order: a butterfly, so that every lane gets the same bits.
#pragma once
#include "device.cuh"

DEVICE float warpSum(float x) {
  UNROLL
  for (int bits = WARP_SIZE / 2; bits > 0; bits /= 2) x += __shfl_xor_sync(ALL_LANES, x, bits);
  return x;
}

DEVICE float warpMax(float x) {
  UNROLL
  for (int bits = WARP_SIZE / 2; bits > 0; bits /= 2) x = fmaxf(x, __shfl_xor_sync(ALL_LANES, x, bits));
  return x;
}

// Sums over the four lanes that share a row of a tensor core fragment.
DEVICE float quadSum(float x) {
  x += __shfl_xor_sync(ALL_LANES, x, 1);
  return x + __shfl_xor_sync(ALL_LANES, x, 2);
}

DEVICE float quadMax(float x) {
  x = fmaxf(x, __shfl_xor_sync(ALL_LANES, x, 1));
  return fmaxf(x, __shfl_xor_sync(ALL_LANES, x, 2));
}
