package io.pannier.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The width of this processor's vectors: everything else is counted in lanes. */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** Floats of a vector: a power of two. */
  static final int COUNT = FLOATS.length();

  /** Vectors of a panel at most: what the micro-kernels are written for. */
  static final int MOST_VECTORS = 4;

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(FLOATS, lanes % COUNT, 1, true);
  }

  static int roundUp(int count) {
    return (count + COUNT - 1) & -COUNT;
  }

  /** Vectors that hold so many floats. */
  static int vectors(int count) {
    return roundUp(count) / COUNT;
  }

  /**
   * The sum of all lanes, in every lane. Unlike {@link FloatVector#reduceLanes}, whose order is not
   * specified, this adds in the same order whether it is interpreted or compiled.
   */
  static FloatVector sum(FloatVector v) {
    FloatVector s = v;
    if (COUNT >= 16) {
      s = s.add(s.rearrange(BY_8));
    }
    if (COUNT >= 8) {
      s = s.add(s.rearrange(BY_4));
    }
    if (COUNT >= 4) {
      s = s.add(s.rearrange(BY_2));
    }
    return s.add(s.rearrange(BY_1));
  }

  static IntVector ints(int value) {
    return IntVector.broadcast(INTS, value);
  }

  static FloatVector floats(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
