package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.FILE_FAILED;

import io.pannier.spi.PannierException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, plain or gzip, with their numbers. A line that is no UTF-8 or too long
 * is reported as such and costs only itself.
 */
final class TextLines implements AutoCloseable {
  /** A longer line is broken, whatever it says; a limit keeps a file without line ends readable. */
  static final int MAX_LINE_BYTES = 1 << 20;

  /**
   * One line.
   *
   * @param number from 1
   * @param text without its line end; empty when there is a problem
   * @param problem why the text cannot be had, or null
   */
  record Line(long number, String text, @Nullable String problem) {}

  private final Path file;
  private final long fileSize;
  private final CountingStream counting;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[512];
  private int at;
  private int limit;
  private long number;

  private TextLines(Path file, long fileSize, CountingStream counting, InputStream in) {
    this.file = file;
    this.fileSize = fileSize;
    this.counting = counting;
    this.in = in;
  }

  /** Opens a file; gzip is told by its first two bytes, not by its name. */
  static TextLines open(Path file) {
    try {
      long size = Files.size(file);
      CountingStream counting =
          new CountingStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
      try {
        return new TextLines(file, size, counting, unpacked(counting));
      } catch (IOException e) {
        counting.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static InputStream unpacked(CountingStream raw) throws IOException {
    raw.mark(2);
    int first = raw.read();
    int second = raw.read();
    raw.reset();
    return first == 0x1f && second == 0x8b ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  /** The next line; null at the end. */
  @Nullable Line next() {
    int length = 0;
    boolean tooLong = false;
    boolean any = false;
    while (true) {
      if (at == limit && !fill()) {
        if (!any) {
          return null;
        }
        break;
      }
      any = true;
      int end = at;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int piece = end - at;
      if (length + piece > MAX_LINE_BYTES) {
        tooLong = true;
      } else {
        if (length + piece > line.length) {
          line = Arrays.copyOf(line, Math.max(length + piece, line.length * 2));
        }
        System.arraycopy(buffer, at, line, length, piece);
        length += piece;
      }
      at = end;
      if (end < limit) {
        at++;
        break;
      }
    }
    number++;
    if (tooLong) {
      return new Line(number, "", "longer than " + MAX_LINE_BYTES + " bytes");
    }
    return decode(length);
  }

  private Line decode(int lengthWithEnd) {
    int from = 0;
    int length = lengthWithEnd;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (number == 1 && length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB) {
      from = 3;
    }
    boolean ascii = true;
    for (int i = from; i < length && ascii; i++) {
      ascii = line[i] >= 0;
    }
    if (ascii) {
      return new Line(
          number, new String(line, from, length - from, StandardCharsets.ISO_8859_1), null);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line, from, length - from))
              .toString();
      return new Line(number, text, null);
    } catch (CharacterCodingException e) {
      return new Line(number, "", "not valid UTF-8");
    }
  }

  private boolean fill() {
    try {
      int read = in.read(buffer, 0, buffer.length);
      at = 0;
      limit = Math.max(read, 0);
      return read > 0;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Share of the file that was read, 0 to 1. */
  double progress() {
    return fileSize == 0 ? 1 : Math.min(1, counting.count / (double) fileSize);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static PannierException failed(Path file, IOException cause) {
    return new PannierException(
        FILE_FAILED,
        "Cannot read " + file + ": " + cause + ". Check that it exists and is complete.",
        cause);
  }

  /** Counts the packed bytes, which is what progress is measured by. */
  private static final class CountingStream extends FilterInputStream {
    private long count;
    private long marked;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(read, 0);
      return read;
    }

    @Override
    public synchronized void mark(int readLimit) {
      super.mark(readLimit);
      marked = count;
    }

    @Override
    public synchronized void reset() throws IOException {
      super.reset();
      count = marked;
    }
  }
}
