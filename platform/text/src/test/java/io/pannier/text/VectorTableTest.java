package io.pannier.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorTableTest {
  private static final int DIMENSION = 96;

  @Test
  void cosinesAreOffByLittle() {
    SplittableRandom random = new SplittableRandom(7);
    Map<Integer, float[]> vectors = new HashMap<>();
    for (int item = 0; item < 700; item += 1 + item % 3) {
      vectors.put(item, unit(random));
    }
    VectorTable table = VectorTable.empty("m", DIMENSION).with(vectors);
    float[] query = unit(random);
    float[] likeness = new float[table.size() + 5];
    table.likeness(query, likeness);
    float[] read = new float[DIMENSION];
    for (int item = 0; item < likeness.length; item++) {
      float[] vector = vectors.get(item);
      if (vector == null) {
        assertThat(likeness[item]).isNaN();
        assertThat(table.vector(item, read)).isFalse();
      } else {
        assertThat(Math.abs(likeness[item] - product(query, vector))).isLessThan(0.01);
        assertThat(table.vector(item, read)).isTrue();
        assertThat(Math.abs(product(read, query) - likeness[item])).isLessThan(0.001);
      }
    }
  }

  @Test
  void anOlderTableStaysAsItWas() {
    SplittableRandom random = new SplittableRandom(8);
    float[] first = unit(random);
    float[] second = unit(random);
    VectorTable old = VectorTable.empty("m", DIMENSION).with(Map.of(3, first));
    VectorTable young = old.with(Map.of(3, second, 300, first));
    float[] read = new float[DIMENSION];
    assertThat(old.vector(3, read)).isTrue();
    assertThat(product(read, first)).isGreaterThan(0.99);
    assertThat(old.vector(300, read)).isFalse();
    assertThat(young.vector(3, read)).isTrue();
    assertThat(product(read, second)).isGreaterThan(0.99);
    assertThat(young.size()).isEqualTo(301);
    assertThat(young.items()).containsExactly(3, 300);
    assertThat(old.vector(-1, read)).isFalse();
  }

  /** A query far longer than a unit must not overflow the sums. */
  @Test
  void aLongQueryOverflowsNothing() {
    float[] ones = new float[2_048];
    Arrays.fill(ones, (float) (1 / Math.sqrt(ones.length)));
    float[] query = new float[ones.length];
    Arrays.fill(query, 1_000);
    float[] likeness = new float[1];
    VectorTable.empty("m", ones.length).with(Map.of(0, ones)).likeness(query, likeness);
    assertThat(likeness[0] / product(query, ones)).isBetween(0.99, 1.01);
  }

  private static float[] unit(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    double square = 0;
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) random.nextGaussian();
      square += vector[d] * vector[d];
    }
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return sum;
  }
}
