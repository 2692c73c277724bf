package io.pannier.plugins.itemknn;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** Reads what {@link SnapshotWriter} wrote, and trusts nothing of it. */
final class SnapshotReader {
  private final InputStream in;
  private final CRC32C checksum = new CRC32C();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int checked;
  private int size;

  SnapshotReader(InputStream in) {
    this.in = in;
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = read();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value < 0) {
          break;
        }
        return value;
      }
    }
    throw new IOException("snapshot is damaged: a number is too long");
  }

  /** Reads a number from 0 to {@code max}. */
  int number(int max) throws IOException {
    long value = number();
    if (value > max) {
      throw new IOException("snapshot is damaged: " + value + " where at most " + max + " can be");
    }
    return (int) value;
  }

  long fixed() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (long) read() << shift;
    }
    return value;
  }

  /** Compares the checksum. */
  void finish() throws IOException {
    update();
    long expected = checksum.getValue();
    if (fixed() != expected) {
      throw new IOException("snapshot is damaged: its checksum differs");
    }
  }

  private int read() throws IOException {
    if (position == size) {
      update();
      size = in.read(buffer);
      position = 0;
      checked = 0;
      if (size <= 0) {
        size = 0;
        throw new EOFException("snapshot is damaged: it ends too early");
      }
    }
    return buffer[position++] & 0xFF;
  }

  private void update() {
    checksum.update(buffer, checked, position - checked);
    checked = position;
  }
}
