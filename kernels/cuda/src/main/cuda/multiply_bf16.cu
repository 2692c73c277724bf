// Matrix product on tensor cores, bf16 in and fp32 sums, with the epilogue of the fp32 product. Tiles of 128 x 128 by 8
// warps, 32 x 64 each; K in stages of 32, three of them, so that two are on their way while one is multiplied.
#include "device.cuh"
#include "epilogue.cuh"
#include "fragments.cuh"

namespace tensor_product {

constexpr int THREADS = 256;
constexpr int BLOCK_ROWS = 128, BLOCK_COLUMNS = 128;
constexpr int WARP_ROWS = 32, WARP_COLUMNS = 64;
constexpr int WARPS_ACROSS = BLOCK_COLUMNS / WARP_COLUMNS;
constexpr int INNER = 32;
constexpr int INNER_ROW = INNER + ROW_PAD;
constexpr int STAGES = 3;
constexpr int MATRIX_STAGE = BLOCK_ROWS * INNER_ROW;
static_assert(BLOCK_ROWS == BLOCK_COLUMNS);

// Starts copying 128 rows of a matrix whose rows run along K; what lies outside is zeros.
DEVICE void load(Bf16* stage, const Bf16* matrix, int stride, int firstRow, int rowEnd, int firstColumn, int inner) {
  constexpr int COPIES = INNER / BF16_PER_COPY;
  for (int i = threadIdx.x; i < BLOCK_ROWS * COPIES; i += THREADS) {
    int row = firstRow + i / COPIES, column = firstColumn + i % COPIES * BF16_PER_COPY;
    int valid = row < rowEnd ? max(0, min(inner - column, BF16_PER_COPY)) * 2 : 0;
    const Bf16* from = valid > 0 ? matrix + size_t(row) * stride + column : matrix;
    copyAsync16(stage + i / COPIES * INNER_ROW + i % COPIES * BF16_PER_COPY, from, valid);
  }
}

KERNEL(THREADS)
multiply_bf16(const Bf16* a, int aStride, const Bf16* weight, int weightStride, int rows, int columns, int inner,
              const float* bias, int activation, const float* residual, int residualStride, float* c, int cStride,
              Bf16* c16, int c16Stride) {
  int firstRow = blockIdx.y * BLOCK_ROWS, firstColumn = blockIdx.x * BLOCK_COLUMNS;
  if (firstRow >= rows || firstColumn >= columns) return;
  SharedArena arena;
  Bf16* left = arena.take<Bf16>(STAGES * MATRIX_STAGE);
  Bf16* right = arena.take<Bf16>(STAGES * MATRIX_STAGE);
  int steps = (inner + INNER - 1) / INNER;
  int warpRow = warpId() / WARPS_ACROSS * WARP_ROWS, warpColumn = warpId() % WARPS_ACROSS * WARP_COLUMNS;
  constexpr int ROW_GROUPS = WARP_ROWS / 16, COLUMN_GROUPS = WARP_COLUMNS / 8;
  float sum[ROW_GROUPS][COLUMN_GROUPS][4] = {};

  UNROLL
  for (int s = 0; s < STAGES - 1; s++) {
    if (s < steps) {
      load(left + s * MATRIX_STAGE, a, aStride, firstRow, rows, s * INNER, inner);
      load(right + s * MATRIX_STAGE, weight, weightStride, firstColumn, columns, s * INNER, inner);
    }
    commitCopies();
  }
  for (int s = 0; s < steps; s++) {
    waitForCopies<STAGES - 2>();
    __syncthreads();  // stage s is there, and nobody reads the stage before it, which is loaded now
    int ahead = s + STAGES - 1;
    if (ahead < steps) {
      load(left + ahead % STAGES * MATRIX_STAGE, a, aStride, firstRow, rows, ahead * INNER, inner);
      load(right + ahead % STAGES * MATRIX_STAGE, weight, weightStride, firstColumn, columns, ahead * INNER, inner);
    }
    commitCopies();
    const Bf16* x = left + s % STAGES * MATRIX_STAGE;
    const Bf16* w = right + s % STAGES * MATRIX_STAGE;
    UNROLL
    for (int k = 0; k < INNER; k += STEP) {
      uint32_t fragment[ROW_GROUPS][4];
      UNROLL
      for (int m = 0; m < ROW_GROUPS; m++) loadLeft(fragment[m], x, INNER_ROW, warpRow + m * 16, k);
      UNROLL
      for (int n = 0; n < COLUMN_GROUPS; n += 2) {
        uint32_t b[4];
        loadRight(b, w, INNER_ROW, warpColumn + n * 8, k);
        UNROLL
        for (int m = 0; m < ROW_GROUPS; m++) {
          mmaBf16(sum[m][n], fragment[m], b);
          mmaBf16(sum[m][n + 1], fragment[m], b + 2);
        }
      }
    }
  }
  waitForCopies<0>();

  Epilogue epilogue{bias, activation, residual, residualStride};
  UNROLL
  for (int m = 0; m < ROW_GROUPS; m++) {
    UNROLL
    for (int n = 0; n < COLUMN_GROUPS; n++) {
      UNROLL
      for (int r = 0; r < 4; r++) {
        int row = firstRow + warpRow + m * 16 + fragmentRow(r);
        int column = firstColumn + warpColumn + n * 8 + fragmentColumn(r);
        if (row >= rows || column >= columns) continue;
        float value = epilogue.apply(sum[m][n][r], row, column);
        if (c != nullptr) c[size_t(row) * cStride + column] = value;
        if (c16 != nullptr) c16[size_t(row) * c16Stride + column] = toBf16(value);
      }
    }
  }
}
REGISTER_KERNEL(multiply_bf16, THREADS)

}  // namespace tensor_product
