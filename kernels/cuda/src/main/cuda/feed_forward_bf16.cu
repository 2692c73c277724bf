// The feed-forward layer of a pre-norm Transformer in one kernel, y = x + out(act(in(LN(x)))): the inner activations
// never leave the registers. A block owns 64 rows, 16 a warp; it walks over the inner width in chunks of 64, and each
// chunk is the left operand of the second product as soon as it is activated.
#include "device.cuh"
#include "epilogue.cuh"
#include "fragments.cuh"

namespace feed_forward {

struct Layer {
  const float* x;
  int xStride, rows;
  NormalisedRows norm;
  const Bf16* inWeight;
  const float* inBias;
  const Bf16* outWeight;
  const float* outBias;
  int width, inner, activation;
  float* y;
  int yStride;
};

template <int OUT_TILES>
DEVICE void run(const Layer& layer) {
  int firstRow = blockIdx.x * TILE;
  if (firstRow >= layer.rows) return;
  int width = layer.width, inner = layer.inner, stride = width + ROW_PAD;
  SharedArena arena;
  Bf16* rows = arena.take<Bf16>(TILE * stride);
  Bf16* stages = arena.take<Bf16>(2 * WEIGHT_STAGE);
  layer.norm.write(layer.x, layer.xStride, ConsecutiveRows{firstRow, layer.rows}, width, rows, stride);

  Accumulator out[OUT_TILES];
  UNROLL
  for (int t = 0; t < OUT_TILES; t++) out[t].clear();
  KEEP_LOOP
  for (int c0 = 0; c0 < inner; c0 += TILE) {
    Accumulator hidden;
    hidden.clear();
    addProduct(hidden, SharedRows{rows, stride}, Weights{layer.inWeight, width, c0, inner, width}, stages);
    UNROLL
    for (int g = 0; g < GROUPS; g++) {
      UNROLL
      for (int r = 0; r < 4; r++) {
        int column = c0 + g * 8 + fragmentColumn(r);
        float bias = layer.inBias != nullptr && column < inner ? layer.inBias[column] : 0.0f;
        hidden.group[g][r] = activated(hidden.group[g][r] + bias, layer.activation);
      }
    }
    uint32_t left[STEPS][4];
    hidden.pack(left);
    UNROLL
    for (int t = 0; t < OUT_TILES; t++) {
      addProduct(out[t], RegisterRows{left},
                 Weights{layer.outWeight + c0, inner, t * TILE, width, min(TILE, inner - c0)}, stages);
    }
  }

  Epilogue epilogue{layer.outBias, ACTIVATION_NONE, layer.x, layer.xStride};
  UNROLL
  for (int t = 0; t < OUT_TILES; t++) {
    UNROLL
    for (int g = 0; g < GROUPS; g++) {
      UNROLL
      for (int r = 0; r < 4; r++) {
        int row = firstRow + warpId() * 16 + fragmentRow(r), column = t * TILE + g * 8 + fragmentColumn(r);
        if (row < layer.rows && column < width) {
          layer.y[size_t(row) * layer.yStride + column] = epilogue.apply(out[t].group[g][r], row, column);
        }
      }
    }
  }
}

#define FEED_FORWARD(name, tiles)                                                                                    \
  KERNEL(TILE_THREADS)                                                                                               \
  name(const float* x, int xStride, int rows, const float* normWeight, const float* normBias, float epsilon,         \
       const Bf16* inWeight, const float* inBias, const Bf16* outWeight, const float* outBias, int width, int inner, \
       int activation, float* y, int yStride) {                                                                      \
    run<tiles>({x,                                                                                                   \
                xStride,                                                                                             \
                rows,                                                                                                \
                {normWeight, normBias, epsilon},                                                                     \
                inWeight,                                                                                            \
                inBias,                                                                                              \
                outWeight,                                                                                           \
                outBias,                                                                                             \
                width,                                                                                               \
                inner,                                                                                               \
                activation,                                                                                          \
                y,                                                                                                   \
                yStride});                                                                                           \
  }                                                                                                                  \
  REGISTER_KERNEL(name, TILE_THREADS)

FEED_FORWARD(feed_forward_bf16_64, 1)
FEED_FORWARD(feed_forward_bf16_128, 2)
FEED_FORWARD(feed_forward_bf16_256, 4)

}  // namespace feed_forward
