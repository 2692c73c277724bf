package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import java.util.Arrays;

/**
 * Races the micro-kernels at start-up: how many registers there are and how well the compiler uses
 * them cannot be asked. Every shape gives the same bits, so only speed depends on the outcome. It
 * also has the kernels compiled before the first request.
 */
final class TileRace {
  /** For each shape; on a busy machine the compiler takes most of it. */
  private static final long BUDGET_NANOS = 2_000_000_000L;

  /** Another shape than the expected one must be faster by so much, since races are noisy. */
  private static final double MARGIN = 1.1;

  private static final int DEPTH = 64;

  /** Before that: the calls and rounds after which the compiler takes a method up, in balance. */
  private static final int WARM_UP_DEPTH = 25;

  private static final int CALLS = 64;

  /** Rounds in a row that must not beat the best before it counts as found. */
  private static final int SETTLED = 100;

  /** GFLOP/s that only compiled code reaches: one for each lane. */
  private static final double COMPILED = COUNT;

  @FunctionalInterface
  private interface Kernel {
    void multiply(
        int depth,
        float[] a,
        int a0,
        int aStride,
        int last,
        float[] b,
        int b0,
        float[] init,
        int i0,
        int iStride,
        float[] c,
        int c0,
        int cStride);
  }

  private TileRace() {}

  /** The expected shape unless another is clearly faster. */
  static TileShape choose() {
    boolean manyRegisters = COUNT >= 16;
    TileShape expected =
        manyRegisters ? measure(6, 4, Tile6x4::multiply) : measure(6, 2, Tile6x2::multiply);
    if (expected.gigaflops() < COMPILED) {
      // The machine is too busy to find out; the start must not wait for it.
      return expected;
    }
    TileShape other =
        manyRegisters ? measure(8, 2, Tile8x2::multiply) : measure(6, 4, Tile6x4::multiply);
    return other.gigaflops() > MARGIN * expected.gigaflops() ? other : expected;
  }

  private static TileShape measure(int rows, int vectors, Kernel kernel) {
    int width = vectors * COUNT;
    float[] a = new float[rows * DEPTH];
    float[] b = new float[DEPTH * width];
    float[] c = new float[rows * width];
    float[] zeros = new float[width];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    double workOfDepth = 2.0 * CALLS * rows * width;
    long begin = System.nanoTime();
    double best = 0;
    int settled = 0;
    int depth = WARM_UP_DEPTH;
    while (System.nanoTime() - begin < BUDGET_NANOS && settled < SETTLED) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        kernel.multiply(depth, a, 0, DEPTH, rows - 1, b, 0, zeros, 0, 0, c, 0, width);
      }
      long nanos = System.nanoTime() - start;
      double reached = workOfDepth * depth / nanos;
      settled = depth == DEPTH && reached <= best ? settled + 1 : 0;
      best = Math.max(best, reached);
      depth = reached > COMPILED ? DEPTH : depth;
    }
    return new TileShape(rows, vectors, best);
  }
}
