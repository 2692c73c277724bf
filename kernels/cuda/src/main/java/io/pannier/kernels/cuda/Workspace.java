package io.pannier.kernels.cuda;

/**
 * The device memory in which an instance computes: one block that only grows, so that in steady
 * state nothing is allocated. What it holds is lost when it grows.
 */
final class Workspace implements AutoCloseable {
  private static final long FIRST = 1 << 20;
  private static final int NAN = -1;

  private final CudaDevice device;
  private final CudaDriver.Stream stream;
  private final long limit;
  private final String what;
  private DeviceMemory.Block block;

  /**
   * @param limit of device memory, for all instances together
   * @param what for messages
   */
  Workspace(CudaDevice device, CudaDriver.Stream stream, long limit, String what) {
    this.device = device;
    this.stream = stream;
    this.limit = limit;
    this.what = what;
    this.block = device.memory().allocate(what, Math.min(FIRST, Math.max(limit / 8, 1)), limit);
  }

  long bytes() {
    return block.bytes();
  }

  /**
   * The address of at least so many bytes. The stream must be idle.
   *
   * @throws io.pannier.spi.PannierException DEVICE_MEMORY_EXHAUSTED; the old block is kept then
   */
  long reserve(long bytes) {
    if (bytes > block.bytes()) {
      grow(bytes);
    }
    if (device.poisoned()) {
      stream.fill(block.address(), NAN, block.bytes() / Integer.BYTES);
    }
    return block.address();
  }

  private void grow(long bytes) {
    long used = device.memory().used();
    // Doubled where the limit leaves room for that beside the old block, else what is needed.
    long doubled = Math.max(bytes, 2 * block.bytes());
    long size = doubled <= limit - used ? doubled : bytes;
    DeviceMemory.Block larger = device.memory().allocate(what, size, limit);
    block.close();
    block = larger;
  }

  @Override
  public void close() {
    block.close();
  }
}
