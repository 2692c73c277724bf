package io.pannier.kernels.model;

import java.util.Arrays;

/**
 * What the header of a safetensors file says of one tensor.
 *
 * @param shape row-major; none for a scalar
 * @param begin of its bytes, counted from the end of the header
 * @param end after its last byte
 */
public record TensorInfo(String name, ElementType type, long[] shape, long begin, long end) {
  public TensorInfo {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Elements of all dimensions together. */
  public long elements() {
    return (end - begin) / type.bytes();
  }

  boolean hasShape(int... expected) {
    boolean same = expected.length == shape.length;
    for (int d = 0; same && d < expected.length; d++) {
      same = expected[d] == shape[d];
    }
    return same;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorInfo that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && begin == that.begin
        && end == that.end;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape) + " at " + begin + " to " + end;
  }
}
