package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Rows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies results from the device through a ring of pinned slots, several copies ahead. */
final class Download {
  private final CudaDriver.Stream stream;
  private final PinnedRing ring;

  Download(CudaDriver.Stream stream, PinnedRing ring) {
    this.stream = stream;
    this.ring = ring;
  }

  /** Receives the elements of a result in order, a piece at a time. */
  @FunctionalInterface
  private interface Sink {
    /**
     * @param from number of the first element of the piece
     */
    void accept(MemorySegment slot, long from, int count);
  }

  /** Dense rows on the device into rows of the caller. */
  void rows(long device, Rows out, int count, int width) {
    if (width == 0) {
      return;
    }
    copy(device, (long) count * width, (slot, from, part) -> scatter(slot, from, part, out, width));
  }

  private static void scatter(MemorySegment slot, long from, int count, Rows out, int width) {
    int done = 0;
    while (done < count) {
      int row = (int) ((from + done) / width);
      int column = (int) ((from + done) % width);
      int part = out.stride() == width ? count - done : Math.min(count - done, width - column);
      MemorySegment.copy(
          slot,
          ValueLayout.JAVA_FLOAT,
          (long) done * Float.BYTES,
          out.data(),
          out.offset() + row * out.stride() + column,
          part);
      done += part;
    }
  }

  void floats(long device, float[] out, int count) {
    copy(
        device,
        count,
        (slot, from, part) ->
            MemorySegment.copy(slot, ValueLayout.JAVA_FLOAT, 0, out, (int) from, part));
  }

  void ints(long device, int[] out, int count) {
    copy(
        device,
        count,
        (slot, from, part) ->
            MemorySegment.copy(slot, ValueLayout.JAVA_INT, 0, out, (int) from, part));
  }

  /** One word; waits for all work before it. */
  int word(long device) {
    int slot = ring.current();
    MemorySegment memory = ring.slot(slot);
    stream.download(memory, device, Integer.BYTES);
    ring.advance(stream);
    ring.await(slot);
    return memory.get(ValueLayout.JAVA_INT, 0);
  }

  private void copy(long device, long elements, Sink sink) {
    int capacity = ring.slotBytes() / Float.BYTES;
    long pieces = (elements + capacity - 1) / capacity;
    int first = ring.current();
    for (long issued = 0, taken = 0; taken < pieces; taken++) {
      while (issued < pieces && issued < taken + ring.slots()) {
        long from = issued * capacity;
        long bytes = Math.min(capacity, elements - from) * Float.BYTES;
        stream.download(ring.slot(ring.current()), device + from * Float.BYTES, bytes);
        ring.advance(stream);
        issued++;
      }
      int slot = (int) ((first + taken) % ring.slots());
      ring.await(slot);
      long from = taken * capacity;
      sink.accept(ring.slot(slot), from, (int) Math.min(capacity, elements - from));
    }
  }
}
