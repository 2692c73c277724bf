// Operations on rows: look-up, epilogue, layer norm, conversion, and the check of inputs. A warp owns a row, so the result of a
// row depends on nothing but the row.
#include "device.cuh"
#include "epilogue.cuh"
#include "warp.cuh"

namespace row_operations {

constexpr int THREADS = 256;
constexpr int ROWS_PER_BLOCK = THREADS / WARP_SIZE;

DEVICE int rowOfWarp() { return blockIdx.x * ROWS_PER_BLOCK + warpId(); }

// One of the tables that embed_rows adds up.
struct Lookup {
  const float* table;
  const int* ids;

  // The row for this position, or null if there is nothing to add.
  DEVICE const float* rowAt(int position, int stride) const {
    if (table == nullptr) return nullptr;
    int id = ids[position];
    return id < 0 ? nullptr : table + size_t(id) * stride;
  }
};

DEVICE void store(float* to, float x) { *to = x; }
DEVICE void store(Bf16* to, float x) { *to = toBf16(x); }

// (x − mean) / √(variance + epsilon) · weight + bias, Ba et al., 2016, in two passes over the row: the mean first,
// then the deviations from it, which loses nothing where the mean is large.
template <class Out>
DEVICE void layerNorm(const float* in, int inStride, int rows, int width, const float* weight, const float* bias,
                      float epsilon, Out* out, int outStride) {
  int row = rowOfWarp();
  if (row >= rows) return;
  const float* x = in + size_t(row) * inStride;
  float sum = 0;
  for (int i = laneId(); i < width; i += WARP_SIZE) sum += x[i];
  float mean = warpSum(sum) / width;
  float squares = 0;
  for (int i = laneId(); i < width; i += WARP_SIZE) {
    float deviation = x[i] - mean;
    squares = fmaf(deviation, deviation, squares);
  }
  float factor = 1.0f / sqrtf(warpSum(squares) / width + epsilon);
  Out* y = out + size_t(row) * outStride;
  for (int i = laneId(); i < width; i += WARP_SIZE) store(y + i, fmaf((x[i] - mean) * factor, weight[i], bias[i]));
}

KERNEL(THREADS)
check_finite(const float* data, int rows, int width, int stride, int* flag) {
  size_t count = size_t(rows) * width;
  size_t step = size_t(gridDim.x) * THREADS;
  bool bad = false;
  for (size_t i = size_t(blockIdx.x) * THREADS + threadIdx.x; i < count; i += step) {
    // An exponent of all ones is an infinity or not a number; comparing bits survives any compiler flag.
    unsigned bits = __float_as_uint(data[i / width * stride + i % width]);
    bad |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  if (__any_sync(ALL_LANES, bad) && laneId() == 0) *flag = 1;
}
REGISTER_KERNEL(check_finite, THREADS)

KERNEL(THREADS)
gather_rows(const float* table, int tableStride, const int* ids, int count, int width, int accumulate, float* out,
            int outStride) {
  int row = rowOfWarp();
  if (row >= count) return;
  const float* from = Lookup{table, ids}.rowAt(row, tableStride);
  float* to = out + size_t(row) * outStride;
  if (accumulate) {
    if (from == nullptr) return;
    for (int i = laneId(); i < width; i += WARP_SIZE) to[i] += from[i];
  } else {
    int end = PLANT(GLOBAL_OFF_BY_ONE, width, width + 1);
    for (int i = laneId(); i < end; i += WARP_SIZE) to[i] = from == nullptr ? 0.0f : from[i];
  }
}
REGISTER_KERNEL(gather_rows, THREADS)

KERNEL(THREADS)
embed_rows(const float* table0, const int* ids0, const float* table1, const int* ids1, const float* table2,
           const int* ids2, const float* table3, const int* ids3, const float* table4, const int* ids4, int tableStride,
           int count, int width, float* out, int outStride) {
  int row = rowOfWarp();
  if (row >= count) return;
  constexpr int TABLES = 5;
  const Lookup lookups[TABLES] = {{table0, ids0}, {table1, ids1}, {table2, ids2}, {table3, ids3}, {table4, ids4}};
  const float* from[TABLES];
  UNROLL
  for (int t = 0; t < TABLES; t++) from[t] = lookups[t].rowAt(row, tableStride);
  float* to = out + size_t(row) * outStride;
  for (int i = laneId(); i < width; i += WARP_SIZE) {
    float sum = 0;
    UNROLL
    for (int t = 0; t < TABLES; t++) {
      if (from[t] != nullptr) sum += from[t][i];
    }
    to[i] = sum;
  }
}
REGISTER_KERNEL(embed_rows, THREADS)

// For a product that was made by another library than this.
KERNEL(THREADS)
apply_epilogue(float* c, int cStride, int rows, int columns, const float* bias, int activation, const float* residual,
               int residualStride) {
  int row = rowOfWarp();
  if (row >= rows) return;
  Epilogue epilogue{bias, activation, residual, residualStride};
  float* to = c + size_t(row) * cStride;
  for (int i = laneId(); i < columns; i += WARP_SIZE) to[i] = epilogue.apply(to[i], row, i);
}
REGISTER_KERNEL(apply_epilogue, THREADS)

KERNEL(THREADS)
layer_norm(const float* in, int inStride, int rows, int width, const float* weight, const float* bias, float epsilon,
           float* out, int outStride) {
  layerNorm(in, inStride, rows, width, weight, bias, epsilon, out, outStride);
}
REGISTER_KERNEL(layer_norm, THREADS)

KERNEL(THREADS)
layer_norm_bf16(const float* in, int inStride, int rows, int width, const float* weight, const float* bias,
                float epsilon, Bf16* out, int outStride) {
  layerNorm(in, inStride, rows, width, weight, bias, epsilon, out, outStride);
}
REGISTER_KERNEL(layer_norm_bf16, THREADS)

KERNEL(THREADS)
to_bf16(const float* in, int inStride, int rows, int width, Bf16* out, int outStride) {
  int row = rowOfWarp();
  if (row >= rows) return;
  const float* from = in + size_t(row) * inStride;
  Bf16* to = out + size_t(row) * outStride;
  for (int i = laneId(); i < outStride; i += WARP_SIZE) to[i] = i < width ? toBf16(from[i]) : Bf16(0);
}
REGISTER_KERNEL(to_bf16, THREADS)

KERNEL(THREADS)
quantise_int8(const float* in, int inStride, int rows, int width, int8_t* out, int outStride, float* scales) {
  int row = rowOfWarp();
  if (row >= rows) return;
  const float* from = in + size_t(row) * inStride;
  float greatest = 0;
  for (int i = laneId(); i < width; i += WARP_SIZE) greatest = fmaxf(greatest, fabsf(from[i]));
  greatest = warpMax(greatest);
  constexpr float LIMIT = 127.0f;
  // So small a row counts as zeros: the factor would overflow.
  constexpr float SMALLEST = 1e-30f;
  if (greatest < SMALLEST) greatest = 0;
  float factor = greatest > 0 ? LIMIT / greatest : 0.0f;
  int8_t* to = out + size_t(row) * outStride;
  for (int i = laneId(); i < outStride; i += WARP_SIZE) {
    // The product may round to just above the limit.
    float scaled = i < width ? fminf(fmaxf(from[i] * factor, -LIMIT), LIMIT) : 0.0f;
    to[i] = static_cast<int8_t>(__float2int_rn(scaled));
  }
  if (laneId() == 0) scales[row] = greatest / LIMIT;
}
REGISTER_KERNEL(quantise_int8, THREADS)

}  // namespace row_operations
