package io.pannier.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The width of this processor's vectors: everything else is counted in lanes. */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** Floats of a vector: a power of two. */
  static final int COUNT = FLOATS.length();

  /** Vectors of a panel at most: what the micro-kernels are written for. */
  static final int MOST_VECTORS = 4;

  private Lanes() {}

  static int roundUp(int count) {
    return (count + COUNT - 1) & -COUNT;
  }

  /** Vectors that hold so many floats. */
  static int vectors(int count) {
    return roundUp(count) / COUNT;
  }
}
