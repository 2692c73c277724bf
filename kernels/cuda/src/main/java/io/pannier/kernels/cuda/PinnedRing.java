package io.pannier.kernels.cuda;

import java.lang.foreign.MemorySegment;

/**
 * Page-locked host memory in equal slots that are used in turn, so that the processor fills or
 * empties one while the device copies another. Belongs to one stream.
 */
final class PinnedRing implements AutoCloseable {
  private static final int SLOTS = 4;
  private static final int SLOT_BYTES = 1 << 20;

  private final CudaDriver driver;
  private final MemorySegment memory;
  private final CudaDriver.Event[] events = new CudaDriver.Event[SLOTS];
  private int current;

  PinnedRing(CudaDriver driver) {
    this.driver = driver;
    this.memory = driver.allocatePinned((long) SLOTS * SLOT_BYTES);
    for (int i = 0; i < SLOTS; i++) {
      events[i] = driver.newEvent();
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
    events[index].await();
  }

  /** Notes that the work given to the stream so far uses the current slot, and goes to the next. */
  void advance(CudaDriver.Stream stream) {
    stream.record(events[current]);
    current = (current + 1) % SLOTS;
  }

  @Override
  public void close() {
    for (CudaDriver.Event event : events) {
      event.close();
    }
    driver.freePinned(memory);
  }
}
