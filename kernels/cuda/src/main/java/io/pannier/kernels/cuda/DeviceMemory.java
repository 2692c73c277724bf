package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The device memory of a process: what all instances together have taken. A request that would
 * exceed the limit is refused before the driver is asked. Safe for any thread.
 */
final class DeviceMemory {
  /** What the driver rounds a request up to, and what addresses are multiples of. */
  static final int ALIGNMENT = 256;

  private final CudaDriver driver;
  private final AtomicLong used = new AtomicLong();
  private volatile boolean lost;

  DeviceMemory(CudaDriver driver) {
    this.driver = driver;
  }

  /** After the loss of the device: its memory is gone, so nothing needs to be given back. */
  void abandon() {
    lost = true;
  }

  long used() {
    return used.get();
  }

  /** Bytes rounded up to whole units of {@link #ALIGNMENT}, at least one. */
  static long aligned(long bytes) {
    return Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }

  /**
   * Takes memory.
   *
   * @param what it is for, to complete the message of a refusal
   * @param limit most bytes that all instances together may take
   * @throws PannierException DEVICE_MEMORY_EXHAUSTED by the limit or by the device
   */
  Block allocate(String what, long bytes, long limit) {
    long size = aligned(bytes);
    long before = used.getAndAdd(size);
    if (size > limit - before) {
      used.addAndGet(-size);
      throw new PannierException(
          StandardErrorCode.DEVICE_MEMORY_EXHAUSTED,
          what
              + " needs "
              + size
              + " bytes of device memory; "
              + before
              + " of at most "
              + limit
              + " are taken. Raise the limit of device memory, or use a smaller model or"
              + " catalogue");
    }
    try {
      return new Block(driver.allocate(size), size);
    } catch (PannierException e) {
      used.addAndGet(-size);
      throw e;
    }
  }

  /** A piece of device memory. */
  final class Block implements AutoCloseable {
    private final long address;
    private final long bytes;
    private volatile boolean closed;

    private Block(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    long address() {
      return address;
    }

    long bytes() {
      return bytes;
    }

    boolean closed() {
      return closed;
    }

    /** Gives it back; a second time does nothing. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        used.addAndGet(-bytes);
        if (!lost) {
          driver.bind();
          driver.free(address);
        }
      }
    }
  }
}
