// The exact score of an item: one chain of fused multiply-adds in ascending order, the same in the scan and where
// candidates are scored again, so that both give the same bits.
#pragma once
#include "device.cuh"

DEVICE float dotStep(float sum, float4 a, float4 b) {
  sum = fmaf(a.x, b.x, sum);
  sum = fmaf(a.y, b.y, sum);
  sum = fmaf(a.z, b.z, sum);
  return fmaf(a.w, b.w, sum);
}
