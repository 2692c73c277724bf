package io.pannier.kernels.testkit;

import io.pannier.kernels.api.Rows;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random operands; equal seeds draw equal ones. */
public final class Draws {
  private final RandomGenerator random;

  public Draws(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Normally distributed values with the given standard deviation. */
  public float[] normal(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Rows that lie in a larger array, with room before, between and after them. */
  public Rows strided(int rows, int width) {
    int stride = width + 3;
    return new Rows(normal(5 + rows * stride + width, 1), 5, stride);
  }

  public int[] below(int bound, int count) {
    return random.ints(count, 0, bound).toArray();
  }

  public boolean[] coin(int count, double share) {
    boolean[] sides = new boolean[count];
    for (int i = 0; i < count; i++) {
      sides[i] = random.nextDouble() < share;
    }
    return sides;
  }
}
