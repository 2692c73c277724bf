// Tensor core building blocks: fragments out of shared memory, and products of 64 rows with 64 rows of weights.
//
// A block of 4 warps owns 64 rows, 16 a warp. Weights are (out, in), as PyTorch stores a linear layer, so both operands
// run along K in memory; they stream through shared memory in squares of 64 x 64, one being multiplied while the next
// is on its way. All matrices in shared memory have rows of an odd number of 16-byte units, so that the 8 rows of an
// ldmatrix lie in different banks.
#pragma once
#include "device.cuh"
#include "warp.cuh"

constexpr int TILE = 64;  // rows and columns of a block's product
constexpr int TILE_WARPS = 4;
constexpr int TILE_THREADS = TILE_WARPS * WARP_SIZE;
constexpr int STEP = 16;  // of K in one instruction
constexpr int STEPS = TILE / STEP;
constexpr int GROUPS = TILE / 8;  // of 8 columns in a tile
constexpr int ROW_PAD = 8;
constexpr int TILE_ROW = TILE + ROW_PAD;
constexpr int WEIGHT_STAGE = TILE * TILE_ROW;
constexpr int BF16_PER_COPY = 8;

// The left operand: 16 rows from `row` on, 16 columns from `column` on.
DEVICE void loadLeft(uint32_t a[4], const Bf16* matrix, int stride, int row, int column) {
  loadMatrices4(a, matrix + (row + laneId() % 16) * stride + column + laneId() / 16 * 8);
}

// The right operand from a matrix (N, K): 16 of N from `row` on, that is two fragments, 16 of K from `column` on.
DEVICE void loadRight(uint32_t b[4], const Bf16* matrix, int stride, int row, int column) {
  loadMatrices4(b, matrix + (row + laneId() % 8 + laneId() / 16 * 8) * stride + column + laneId() / 8 % 2 * 8);
}

// The right operand from a matrix (K, N): 16 of K from `row` on, 16 of N from `column` on.
DEVICE void loadRightTransposed(uint32_t b[4], const Bf16* matrix, int stride, int row, int column) {
  loadMatrices4Transposed(b, matrix + (row + laneId() % 16) * stride + column + laneId() / 16 * 8);
}

// The place of an accumulator's element r within its 16 rows and 8 columns.
DEVICE int fragmentRow(int r) { return laneId() / 4 + r / 2 * 8; }
DEVICE int fragmentColumn(int r) { return laneId() % 4 * 2 + r % 2; }

// Two neighbouring accumulators, 16 columns together, as the left operand of the next product.
DEVICE void packLeft(uint32_t a[4], const float low[4], const float high[4]) {
  a[0] = packBf16(low[0], low[1]);
  a[1] = packBf16(low[2], low[3]);
  a[2] = packBf16(high[0], high[1]);
  a[3] = packBf16(high[2], high[3]);
}

// A warp's 16 rows of a block's 64 x 64 tile.
struct Accumulator {
  float group[GROUPS][4];

  DEVICE void clear() {
    UNROLL
    for (int g = 0; g < GROUPS; g++) {
      UNROLL
      for (int r = 0; r < 4; r++) group[g][r] = 0;
    }
  }

  DEVICE void pack(uint32_t left[STEPS][4]) const {
    UNROLL
    for (int s = 0; s < STEPS; s++) packLeft(left[s], group[2 * s], group[2 * s + 1]);
  }
};

// Left operands that lie in shared memory: 64 rows of `stride` elements.
struct SharedRows {
  const Bf16* rows;
  int stride;

  DEVICE void load(uint32_t a[4], int first, int step) const {
    loadLeft(a, rows, stride, warpId() * 16, first + step * STEP);
  }
};

// Left operands that a warp has in registers: K is one tile.
struct RegisterRows {
  uint32_t (*steps)[4];

  DEVICE void load(uint32_t a[4], int, int step) const {
    UNROLL
    for (int r = 0; r < 4; r++) a[r] = steps[step][r];
  }
};

// Part of a weight matrix: rows `firstRow` to `rowEnd`, columns 0 to `inner`.
struct Weights {
  const Bf16* data;
  int stride, firstRow, rowEnd, inner;

  DEVICE void load(Bf16* stage, int firstColumn) const {
    constexpr int COPIES = TILE / BF16_PER_COPY;
    for (int i = threadIdx.x; i < TILE * COPIES; i += TILE_THREADS) {
      int row = firstRow + i / COPIES, column = firstColumn + i % COPIES * BF16_PER_COPY;
      int valid = row < rowEnd ? max(0, min(inner - column, BF16_PER_COPY)) * 2 : 0;
      const Bf16* from = valid > 0 ? data + size_t(row) * stride + column : data;
      copyAsync16(stage + i / COPIES * TILE_ROW + i % COPIES * BF16_PER_COPY, from, valid);
    }
  }
};

// sum += left · weightsᵀ for 64 rows of weights; all threads of the block. Left operands in shared memory must be there
// for this thread; the barrier within makes them so for the others. `stages` holds two stages and is free afterwards.
template <class Left>
DEVICE void addProduct(Accumulator& sum, const Left& left, const Weights& weights, Bf16* stages) {
  weights.load(stages, 0);
  commitCopies();
  int stage = 0;
  KEEP_LOOP
  for (int first = 0; first < weights.inner; first += TILE, stage ^= 1) {
    if (first + TILE < weights.inner) weights.load(stages + (stage ^ 1) * WEIGHT_STAGE, first + TILE);
    commitCopies();
    waitForCopies<1>();
    PLANT(WEIGHTS_WITHOUT_BARRIER, __syncthreads(), (void)0);
    const Bf16* right = stages + stage * WEIGHT_STAGE;
    UNROLL
    for (int step = 0; step < STEPS; step++) {
      if (first + step * STEP < weights.inner) {
        uint32_t a[4];
        left.load(a, first, step);
        UNROLL
        for (int g = 0; g < GROUPS; g += 2) {
          uint32_t b[4];
          loadRight(b, right, TILE_ROW, g * 8, step * STEP);
          mmaBf16(sum.group[g], a, b);
          mmaBf16(sum.group[g + 1], a, b + 2);
        }
      }
    }
    __syncthreads();  // the stage is about to be overwritten
  }
  waitForCopies<0>();
}

// Which row of a matrix each of a tile's 64 rows is; none: a row of zeros.
struct ConsecutiveRows {
  int first, end;

  DEVICE int operator()(int row) const { return first + row < end ? first + row : -1; }
};
struct ListedRows {
  const int* list;  // shared memory; -1 for none

  DEVICE int operator()(int row) const { return list[row]; }
};

// Writes a tile's 64 rows, normalised if there is a norm, as bf16 into shared memory. A warp writes the 16 rows that it
// multiplies later.
struct NormalisedRows {
  const float *weight, *bias;  // null: the rows as they are
  float epsilon;

  template <class RowNumbers>
  DEVICE void write(const float* source, int sourceStride, RowNumbers numbers, int width, Bf16* to, int stride) const {
    KEEP_LOOP
    for (int r = 0; r < TILE / TILE_WARPS; r++) {
      int row = warpId() * (TILE / TILE_WARPS) + r;
      int number = numbers(row);
      const float* x = source + size_t(max(number, 0)) * sourceStride;
      float mean = 0, factor = 1;
      if (weight != nullptr && number >= 0) {
        float sum = 0, squares = 0;
        for (int i = laneId(); i < width; i += WARP_SIZE) sum += x[i];
        mean = warpSum(sum) / width;
        for (int i = laneId(); i < width; i += WARP_SIZE) squares = fmaf(x[i] - mean, x[i] - mean, squares);
        factor = 1.0f / sqrtf(warpSum(squares) / width + epsilon);
      }
      for (int i = laneId(); i < width; i += WARP_SIZE) {
        float value = 0;
        if (number >= 0) value = weight == nullptr ? x[i] : fmaf((x[i] - mean) * factor, weight[i], bias[i]);
        to[row * stride + i] = toBf16(value);
      }
    }
  }
};
