package io.pannier.kernels.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Seeded inputs, the same for both sides. */
final class Samples {
  private static final long ALIGNMENT = 64;

  private Samples() {}

  /** Normal deviates with the given standard deviation. */
  static float[] gaussian(long seed, int count, double deviation) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Numbers from 0 to below the bound. */
  static int[] ids(long seed, int count, int bound) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(bound);
    }
    return values;
  }

  /** A copy outside of the heap, as a peer takes it. */
  static MemorySegment copy(Arena arena, float[] values) {
    MemorySegment copy = floats(arena, values.length);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
    return copy;
  }

  static MemorySegment floats(Arena arena, long count) {
    return arena.allocate(count * Float.BYTES, ALIGNMENT);
  }
}
