package io.pannier.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One kernel with the native memory of its parameters, which is laid out once: {@code pointers[i]}
 * points to the 8 bytes that hold parameter i. Belongs to one instance of the kernels.
 *
 * <p>A launch is written {@code kernel.with(address).with(rows).with(scale).launch(...)}, in one
 * statement or several; parameters are given in the order of the kernel's declaration.
 */
final class KernelFunction {
  private static final int MAX_PARAMETERS = 48;

  /** What a block may ask for without {@link CudaDriver.Function#allowSharedMemory}. */
  private static final int SHARED_MEMORY_FOR_ALL = 48 * 1024;

  private final CudaDriver.Function function;
  private final MemorySegment values;

  /** For n parameters the array of the pointers to them, at index n. */
  private final MemorySegment[] parameters = new MemorySegment[MAX_PARAMETERS + 1];

  private int given;
  private int allowed = SHARED_MEMORY_FOR_ALL;

  KernelFunction(CudaDriver.Function function, Arena arena) {
    this.function = function;
    this.values = arena.allocate(ValueLayout.JAVA_LONG, MAX_PARAMETERS);
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, MAX_PARAMETERS);
    for (int i = 0; i < MAX_PARAMETERS; i++) {
      pointers.setAtIndex(
          ValueLayout.ADDRESS, i, values.asSlice(i * ValueLayout.JAVA_LONG.byteSize()));
    }
    for (int n = 0; n <= MAX_PARAMETERS; n++) {
      parameters[n] = pointers.asSlice(0, n * ValueLayout.ADDRESS.byteSize());
    }
  }

  /** A device address, or 0 for none. */
  KernelFunction with(long value) {
    values.setAtIndex(ValueLayout.JAVA_LONG, given++, value);
    return this;
  }

  /** An int; the upper half of its place is 0, so that a mistaken address would show in tests. */
  KernelFunction with(int value) {
    return with(Integer.toUnsignedLong(value));
  }

  KernelFunction with(float value) {
    return with(Integer.toUnsignedLong(Float.floatToRawIntBits(value)));
  }

  /** Rows: their address, and the elements from one to the next. */
  KernelFunction with(long address, int stride) {
    return with(address).with(stride);
  }

  /** Launches with the parameters given since the last launch. An empty grid does nothing. */
  void launch(
      CudaDriver.Stream stream, int gridX, int gridY, int gridZ, int blockX, int sharedBytes) {
    int count = given;
    given = 0;
    if (gridX == 0 || gridY == 0 || gridZ == 0) {
      return;
    }
    if (sharedBytes > allowed) {
      function.allowSharedMemory(sharedBytes);
      allowed = sharedBytes;
    }
    stream.launch(function, gridX, gridY, gridZ, blockX, sharedBytes, parameters[count]);
  }
}
