package io.pannier.kernels.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Pinned memory of which the device has a mirror: a call's inputs are written here one behind the
 * other, each padded to the size of its bucket, and go over in one copy. The same shape gives the
 * same addresses, which is what a recorded graph needs.
 */
final class Staging implements AutoCloseable {
  private final CudaDriver driver;
  private MemorySegment host = MemorySegment.NULL;
  private long device;
  private long filled;

  Staging(CudaDriver driver) {
    this.driver = driver;
  }

  /** Makes room for so many bytes; true if the memory is another one than before. */
  boolean reserve(long bytes) {
    if (bytes <= host.byteSize()) {
      return false;
    }
    close();
    host = driver.allocatePinned(DeviceMemory.aligned(Math.max(bytes, bytes / 2 * 3)));
    return true;
  }

  MemorySegment host() {
    return host;
  }

  /** Begins a call whose mirror is at that device address. */
  void begin(long mirror) {
    device = mirror;
    filled = 0;
  }

  /** Bytes written since {@link #begin}. */
  long filled() {
    return filled;
  }

  /**
   * Writes numbers and fills up with another. Returns their device address, as do the others.
   *
   * @param size numbers in all
   */
  long ints(int[] values, int count, int size, int padding) {
    long at = filled;
    MemorySegment.copy(values, 0, host, ValueLayout.JAVA_INT, at, count);
    for (int i = count; i < size; i++) {
      host.set(ValueLayout.JAVA_INT, at + (long) i * Integer.BYTES, padding);
    }
    return next((long) size * Integer.BYTES);
  }

  /** One byte for each, 1 for true; null is all true. Padding is 0. */
  long flags(boolean @Nullable [] values, int count, int size) {
    long at = filled;
    for (int i = 0; i < size; i++) {
      boolean set = i < count && (values == null || values[i]);
      host.set(ValueLayout.JAVA_BYTE, at + i, (byte) (set ? 1 : 0));
    }
    return next(size);
  }

  /** The words of a set; missing ones are 0. */
  long words(long[] values, int size) {
    long at = filled;
    int given = Math.min(values.length, size);
    MemorySegment.copy(values, 0, host, ValueLayout.JAVA_LONG, at, given);
    host.asSlice(at + (long) given * Long.BYTES, (long) (size - given) * Long.BYTES).fill((byte) 0);
    return next((long) size * Long.BYTES);
  }

  private long next(long bytes) {
    long address = device + filled;
    filled += DeviceMemory.aligned(bytes);
    return address;
  }

  @Override
  public void close() {
    if (host.byteSize() > 0) {
      driver.freePinned(host);
      host = MemorySegment.NULL;
    }
  }
}
