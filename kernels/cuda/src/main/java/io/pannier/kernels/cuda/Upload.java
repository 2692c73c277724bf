package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Rows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies a call's inputs to the device one behind the other, through a ring of pinned slots: few
 * large copies however many inputs there are. Each input begins at a multiple of {@link
 * DeviceMemory#ALIGNMENT}, with zeros in between.
 */
final class Upload {
  private static final byte VISIBLE = 1;

  private final CudaDriver.Stream stream;
  private final PinnedRing ring;

  /** Where on the device the current slot will be copied to. */
  private long target;

  private MemorySegment slot = MemorySegment.NULL;
  private int filled;

  Upload(CudaDriver.Stream stream, PinnedRing ring) {
    this.stream = stream;
    this.ring = ring;
  }

  /** Begins at an aligned device address. */
  void begin(long device) {
    target = device;
    filled = 0;
    take();
  }

  /** The device address at which the next input will begin. */
  long position() {
    return target + filled;
  }

  /**
   * Rows, laid out {@code stride} apart with zeros in between. Returns their device address, as do
   * the others.
   */
  long rows(Rows rows, int count, int width, int stride) {
    long at = position();
    if (rows.stride() == width && stride == width) {
      append(rows.data(), rows.offset(), (long) count * width);
    } else {
      for (int r = 0; r < count; r++) {
        append(rows.data(), rows.offset() + r * rows.stride(), width);
        zeros((long) (stride - width) * Float.BYTES);
      }
    }
    align();
    return at;
  }

  long floats(float[] values, long count) {
    long at = position();
    append(values, 0, count);
    align();
    return at;
  }

  long ints(int[] values, int count) {
    long at = position();
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, room() / Integer.BYTES);
      MemorySegment.copy(values, done, slot, ValueLayout.JAVA_INT, filled, part);
      done += part;
      advance(part * Integer.BYTES);
    }
    align();
    return at;
  }

  /** The words of a set, which may be fewer than asked for; the rest is 0. */
  long words(long[] values, int count) {
    long at = position();
    int given = Math.min(values.length, count);
    int done = 0;
    while (done < given) {
      int part = Math.min(given - done, room() / Long.BYTES);
      MemorySegment.copy(values, done, slot, ValueLayout.JAVA_LONG, filled, part);
      done += part;
      advance(part * Long.BYTES);
    }
    zeros((long) (count - given) * Long.BYTES);
    align();
    return at;
  }

  /** One byte each, 1 for true. */
  long flags(boolean[] values, int count) {
    long at = position();
    for (int i = 0; i < count; i++) {
      slot.set(ValueLayout.JAVA_BYTE, filled, values[i] ? VISIBLE : 0);
      advance(1);
    }
    align();
    return at;
  }

  /** Gives the stream what has been collected since the last copy. */
  void flush() {
    if (filled > 0) {
      stream.upload(target, slot, filled);
      ring.advance(stream);
      target += filled;
      filled = 0;
      take();
    }
  }

  private void append(float[] values, int from, long count) {
    long done = 0;
    while (done < count) {
      int part = (int) Math.min(count - done, room() / Float.BYTES);
      MemorySegment.copy(values, (int) (from + done), slot, ValueLayout.JAVA_FLOAT, filled, part);
      done += part;
      advance(part * Float.BYTES);
    }
  }

  private void zeros(long bytes) {
    long left = bytes;
    while (left > 0) {
      int part = (int) Math.min(left, room());
      slot.asSlice(filled, part).fill((byte) 0);
      left -= part;
      advance(part);
    }
  }

  private void align() {
    long over = position() % DeviceMemory.ALIGNMENT;
    if (over != 0) {
      zeros(DeviceMemory.ALIGNMENT - over);
    }
  }

  private void take() {
    ring.await(ring.current());
    slot = ring.slot(ring.current());
  }

  private int room() {
    return ring.slotBytes() - filled;
  }

  private void advance(int bytes) {
    filled += bytes;
    if (filled == ring.slotBytes()) {
      flush();
    }
  }
}
