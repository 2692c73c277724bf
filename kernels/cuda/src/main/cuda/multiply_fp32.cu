// Matrix product in fp32 with a fused epilogue. Each element is one chain of fused multiply-adds over K in ascending
// order, whatever the tile, so a row's result does not depend on where it lies in a batch.
#include "device.cuh"
#include "epilogue.cuh"
#include "warp.cuh"

namespace exact_product {

constexpr int THREADS = 256;
constexpr int FLOATS_PER_COPY = 4;
constexpr int INNER = 16;      // of K in one stage
constexpr int PER_THREAD = 4;  // rows and columns of a thread's square

struct Operand {
  const float* data;
  int stride;
};

// A block's tile of the product: ROWS x COLUMNS elements, a square of 4 x 4 for each thread. K passes by in two
// stages of 16: while one is multiplied, the next is on its way.
template <int ROWS, int COLUMNS>
struct ProductTile {
  static_assert(ROWS * COLUMNS == THREADS * PER_THREAD * PER_THREAD);
  static constexpr int COLUMN_GROUPS = COLUMNS / PER_THREAD;
  static constexpr int A_ROW = INNER + FLOATS_PER_COPY;  // padded, so that rows of a warp lie in different banks
  static constexpr int A_STAGE = ROWS * A_ROW;
  static constexpr int B_STAGE = INNER * COLUMNS;

  float* aStages;
  float* bStages;
  int rows, columns, inner;
  int firstRow, firstColumn;

  DEVICE int threadRow() const { return threadIdx.x / COLUMN_GROUPS * PER_THREAD; }
  DEVICE int threadColumn() const { return threadIdx.x % COLUMN_GROUPS * PER_THREAD; }

  // Bytes of a 16-byte copy that lie before `end`.
  static DEVICE int validBytes(int at, int end) {
    int left = end - at;
    return left <= 0 ? 0 : left >= FLOATS_PER_COPY ? 16 : left * 4;
  }

  DEVICE void load(Operand a, Operand b, int step) const {
    float* aStage = aStages + step % 2 * A_STAGE;
    float* bStage = bStages + step % 2 * B_STAGE;
    int k0 = step * INNER;
    constexpr int A_COPIES = INNER / FLOATS_PER_COPY, B_COPIES = COLUMNS / FLOATS_PER_COPY;
    for (int i = threadIdx.x; i < ROWS * A_COPIES; i += THREADS) {
      int row = i / A_COPIES, k = i % A_COPIES * FLOATS_PER_COPY;
      int valid = firstRow + row < rows ? validBytes(k0 + k, inner) : 0;
      const float* from = valid > 0 ? a.data + size_t(firstRow + row) * a.stride + k0 + k : a.data;
      copyAsync16(aStage + row * A_ROW + k, from, valid);
    }
    for (int i = threadIdx.x; i < INNER * B_COPIES; i += THREADS) {
      int k = i / B_COPIES, column = i % B_COPIES * FLOATS_PER_COPY;
      int valid = k0 + k < inner ? validBytes(firstColumn + column, columns) : 0;
      const float* from = valid > 0 ? b.data + size_t(k0 + k) * b.stride + firstColumn + column : b.data;
      copyAsync16(bStage + k * COLUMNS + column, from, valid);
    }
  }

  DEVICE void multiplyStage(int step, float sum[PER_THREAD][PER_THREAD]) const {
    const float* a = aStages + step % 2 * A_STAGE + threadRow() * A_ROW;
    const float* b = bStages + step % 2 * B_STAGE + threadColumn();
    UNROLL
    for (int k = 0; k < INNER; k += 4) {
      float4 left[PER_THREAD], right[4];
      UNROLL
      for (int i = 0; i < PER_THREAD; i++) left[i] = *reinterpret_cast<const float4*>(a + i * A_ROW + k);
      UNROLL
      for (int i = 0; i < 4; i++) right[i] = *reinterpret_cast<const float4*>(b + (k + i) * COLUMNS);
      UNROLL
      for (int i = 0; i < PER_THREAD; i++) {
        addProduct(sum[i], left[i].x, right[0]);
        addProduct(sum[i], left[i].y, right[1]);
        addProduct(sum[i], left[i].z, right[2]);
        addProduct(sum[i], left[i].w, right[3]);
      }
    }
  }

  static DEVICE void addProduct(float sum[PER_THREAD], float left, float4 right) {
    sum[0] = fmaf(left, right.x, sum[0]);
    sum[1] = fmaf(left, right.y, sum[1]);
    sum[2] = fmaf(left, right.z, sum[2]);
    sum[3] = fmaf(left, right.w, sum[3]);
  }

  DEVICE void multiply(Operand a, Operand b, float sum[PER_THREAD][PER_THREAD]) const {
    int steps = (inner + INNER - 1) / INNER;
    if (steps > 0) load(a, b, 0);
    commitCopies();
    for (int step = 0; step < steps; step++) {
      if (step + 1 < steps) load(a, b, step + 1);
      commitCopies();
      PLANT(MISSING_COPY_WAIT, waitForCopies<1>(), waitForCopies<2>());
      PLANT(MISSING_BARRIER_AFTER_STORE, __syncthreads(), (void)0);
      multiplyStage(step, sum);
      __syncthreads();  // the stage is about to be overwritten
    }
    waitForCopies<0>();
  }
};

KERNEL(THREADS)
multiply_fp32(const float* a, int aStride, const float* b, int bStride, int rows, int columns, int inner,
              const float* bias, int activation, const float* residual, int residualStride, float* c, int cStride) {
  constexpr int ROWS = 64, COLUMNS = 64;
  using Tile = ProductTile<ROWS, COLUMNS>;
  SHARED_ARRAY(float, aStages, 2 * Tile::A_STAGE);
  SHARED_ARRAY(float, bStages, 2 * Tile::B_STAGE);
  int firstRow = blockIdx.y * ROWS, firstColumn = blockIdx.x * COLUMNS;
  if (firstRow >= rows || firstColumn >= columns) return;
  Tile tile{aStages, bStages, rows, columns, inner, firstRow, firstColumn};
  float sum[PER_THREAD][PER_THREAD] = {};
  tile.multiply({a, aStride}, {b, bStride}, sum);

  Epilogue epilogue{bias, activation, residual, residualStride};
  UNROLL
  for (int i = 0; i < PER_THREAD; i++) {
    UNROLL
    for (int j = 0; j < PER_THREAD; j++) {
      int row = firstRow + tile.threadRow() + i, column = firstColumn + tile.threadColumn() + j;
      if (row < rows && column < columns) {
        c[size_t(row) * cStride + column] = epilogue.apply(sum[i][j], row, column);
      }
    }
  }
}
REGISTER_KERNEL(multiply_fp32, THREADS)

// A block owns whole rows of up to 256 columns, so that it can normalise them.
KERNEL(THREADS)
multiply_norm_fp32(const float* a, int aStride, const float* b, int bStride, int rows, int columns, int inner,
                   const float* bias, int activation, const float* residual, int residualStride,
                   const float* normWeight, const float* normBias, float epsilon, float* c, int cStride, float* normed,
                   int normedStride) {
  constexpr int ROWS = 16, COLUMNS = 256;
  using Tile = ProductTile<ROWS, COLUMNS>;
  constexpr int WARPS_PER_ROW = Tile::COLUMN_GROUPS / WARP_SIZE;
  static_assert(WARPS_PER_ROW == 2);
  SHARED_ARRAY(float, aStages, 2 * Tile::A_STAGE);
  SHARED_ARRAY(float, bStages, 2 * Tile::B_STAGE);
  SHARED_ARRAY(float, sums, 2 * ROWS * WARPS_PER_ROW);
  int firstRow = blockIdx.x * ROWS;
  if (firstRow >= rows) return;
  Tile tile{aStages, bStages, rows, columns, inner, firstRow, 0};
  float sum[PER_THREAD][PER_THREAD] = {};
  tile.multiply({a, aStride}, {b, bStride}, sum);

  Epilogue epilogue{bias, activation, residual, residualStride};
  int half = warpId() % WARPS_PER_ROW;
  UNROLL
  for (int i = 0; i < PER_THREAD; i++) {
    int row = firstRow + tile.threadRow() + i;
    float total = 0;
    UNROLL
    for (int j = 0; j < PER_THREAD; j++) {
      int column = tile.threadColumn() + j;
      bool inside = row < rows && column < columns;
      sum[i][j] = inside ? epilogue.apply(sum[i][j], row, column) : 0.0f;
      total += sum[i][j];
      if (inside && c != nullptr) c[size_t(row) * cStride + column] = sum[i][j];
    }
    total = warpSum(total);
    if (laneId() == 0) sums[(tile.threadRow() + i) * WARPS_PER_ROW + half] = total;
  }
  __syncthreads();
  float* squares = sums + ROWS * WARPS_PER_ROW;
  float mean[PER_THREAD];
  UNROLL
  for (int i = 0; i < PER_THREAD; i++) {
    const float* halves = sums + (tile.threadRow() + i) * WARPS_PER_ROW;
    mean[i] = (halves[0] + halves[1]) / columns;
    float total = 0;
    UNROLL
    for (int j = 0; j < PER_THREAD; j++) {
      float deviation = tile.threadColumn() + j < columns ? sum[i][j] - mean[i] : 0.0f;
      total = fmaf(deviation, deviation, total);
    }
    total = warpSum(total);
    if (laneId() == 0) squares[(tile.threadRow() + i) * WARPS_PER_ROW + half] = total;
  }
  PLANT(DIVERGENT_BARRIER, __syncthreads(), threadIdx.x < THREADS / 2 ? __syncthreads() : (void)0);
  UNROLL
  for (int i = 0; i < PER_THREAD; i++) {
    int row = firstRow + tile.threadRow() + i;
    const float* halves = squares + (tile.threadRow() + i) * WARPS_PER_ROW;
    float factor = 1.0f / sqrtf((halves[0] + halves[1]) / columns + epsilon);
    UNROLL
    for (int j = 0; j < PER_THREAD; j++) {
      int column = tile.threadColumn() + j;
      if (row < rows && column < columns) {
        normed[size_t(row) * normedStride + column] =
            fmaf((sum[i][j] - mean[i]) * factor, normWeight[column], normBias[column]);
      }
    }
  }
}
REGISTER_KERNEL(multiply_norm_fp32, THREADS)

}  // namespace exact_product
