package io.pannier.app.train;

import com.google.protobuf.CodedOutputStream;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.zip.CRC32C;

/**
 * Figures as an event file that TensorBoard draws curves of: TFRecords, each a length, its masked
 * CRC-32C, a serialised {@code tensorflow.Event} and the CRC of that (TensorFlow's {@code
 * record_writer.cc}, {@code event.proto} and {@code summary.proto}). What was written before the
 * process ends early can be read.
 */
public final class TensorBoardEvents implements AutoCloseable {
  private static final int MASK = 0xa282ead8;
  private static final int ROTATED = 15;
  private static final double MILLIS = 1e3;

  // Fields of tensorflow.Event, Summary and Summary.Value.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final InstantSource clock;
  private final OutputStream out;

  private TensorBoardEvents(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Begins a new file in a folder.
   *
   * @throws PannierException FILE_FAILED
   */
  public static TensorBoardEvents in(Path folder, InstantSource clock) {
    try {
      Files.createDirectories(folder);
      long now = clock.millis();
      Path file = folder.resolve("events.out.tfevents." + now / 1_000 + ".pannier." + now % 1_000);
      TensorBoardEvents events =
          new TensorBoardEvents(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
      events.begin();
      return events;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Adds a figure. */
  public synchronized void add(String name, long step, double figure) {
    try {
      byte[] value =
          message(
              fields -> {
                fields.writeString(TAG, name);
                fields.writeFloat(SIMPLE_VALUE, (float) figure);
              });
      byte[] summary = message(fields -> fields.writeByteArray(VALUE, value));
      record(
          message(
              fields -> {
                fields.writeDouble(WALL_TIME, clock.millis() / MILLIS);
                fields.writeInt64(STEP, step);
                fields.writeByteArray(SUMMARY, summary);
              }));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void begin() throws IOException {
    record(
        message(
            fields -> {
              fields.writeDouble(WALL_TIME, clock.millis() / MILLIS);
              fields.writeString(FILE_VERSION, "brain.Event:2");
            }));
  }

  private interface Fields {
    void write(CodedOutputStream fields) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    fields.write(coded);
    coded.flush();
    return bytes.toByteArray();
  }

  private void record(byte[] event) throws IOException {
    byte[] length = little(Long.BYTES).putLong(event.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(masked(length)).array());
    out.write(event);
    out.write(little(Integer.BYTES).putInt(masked(event)).array());
    out.flush();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A CRC of data that holds CRCs would be weak: hence the mask. */
  static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), ROTATED) + MASK;
  }

  private static PannierException failed(IOException e) {
    return new PannierException(
        StandardErrorCode.FILE_FAILED, "the event file cannot be written: " + e, e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
