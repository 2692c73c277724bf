package io.pannier.plugins.itemknn;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Writes numbers to a stream through a buffer, and their checksum at the end. */
final class SnapshotWriter {
  private final OutputStream out;
  private final CRC32C checksum = new CRC32C();
  private final byte[] buffer = new byte[1 << 16];
  private int size;

  SnapshotWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes a number ≥ 0 in as few bytes as it needs. */
  void number(long value) throws IOException {
    if (size > buffer.length - 10) {
      flush();
    }
    long rest = value;
    while (rest >= 0x80) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** Writes two numbers ≥ 0, as {@link #number} does one by one: the bulk of a snapshot. */
  void pair(int first, int second) throws IOException {
    if (size > buffer.length - 10) {
      flush();
    }
    byte[] bytes = buffer;
    int at = size;
    int rest = first;
    for (; rest >= 0x80; rest >>>= 7) {
      bytes[at++] = (byte) (rest | 0x80);
    }
    bytes[at++] = (byte) rest;
    for (rest = second; rest >= 0x80; rest >>>= 7) {
      bytes[at++] = (byte) (rest | 0x80);
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  /** Writes any number in eight bytes. */
  void fixed(long value) throws IOException {
    if (size > buffer.length - 8) {
      flush();
    }
    for (int shift = 0; shift < 64; shift += 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  /** Writes the checksum and flushes; the stream stays open. */
  void finish() throws IOException {
    flush();
    fixed(checksum.getValue());
    flush();
    out.flush();
  }

  private void flush() throws IOException {
    checksum.update(buffer, 0, size);
    out.write(buffer, 0, size);
    size = 0;
  }
}
