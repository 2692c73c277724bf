package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Page-locked host memory in equal slots that are used in turn, so that the processor fills or
 * empties one while the device copies another. Belongs to one stream.
 */
final class PinnedRing implements AutoCloseable {
  private static final int SLOTS = 4;
  private static final int SLOT_BYTES = 1 << 20;

  private final CudaDriver driver;
  private final MemorySegment memory;
  private final CudaDriver.@Nullable Event[] events = new CudaDriver.Event[SLOTS];
  private int current;

  PinnedRing(CudaDriver driver) {
    this.driver = driver;
    this.memory = driver.allocatePinned((long) SLOTS * SLOT_BYTES);
    try {
      for (int i = 0; i < SLOTS; i++) {
        events[i] = driver.newEvent();
      }
    } catch (PannierException e) {
      close();
      throw e;
    }
  }

  int slots() {
    return SLOTS;
  }

  int slotBytes() {
    return SLOT_BYTES;
  }

  /** The slot in turn, without waiting for it. */
  int current() {
    return current;
  }

  MemorySegment slot(int index) {
    return memory.asSlice((long) index * SLOT_BYTES, SLOT_BYTES);
  }

  /** Waits until the device is done with a slot. */
  void await(int index) {
    event(index).await();
  }

  private CudaDriver.Event event(int index) {
    return Objects.requireNonNull(events[index]);
  }

  /** Notes that the work given to the stream so far uses the current slot, and goes to the next. */
  void advance(CudaDriver.Stream stream) {
    stream.record(event(current));
    current = (current + 1) % SLOTS;
  }

  @Override
  public void close() {
    for (CudaDriver.Event event : events) {
      if (event != null) {
        event.close();
      }
    }
    driver.freePinned(memory);
  }
}
