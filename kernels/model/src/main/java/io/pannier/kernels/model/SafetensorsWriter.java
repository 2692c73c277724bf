package io.pannier.kernels.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file: all of it or nothing, and the same bytes for the same content. The
 * largest element types come first, so that each tensor lies aligned; tensors of one type are
 * ordered by name.
 *
 * <p>Arrays that are added are not copied and must not change until {@link #write} is done.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = Long.BYTES;
  private static final int CHUNK_BYTES = 1 << 20;

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt((Entry entry) -> entry.type().ordinal()).thenComparing(Entry::name);

  private final Map<String, String> metadata = new TreeMap<>();
  private final Map<String, Entry> entries = new TreeMap<>();

  /** Puts a run of elements, from one index to before another, as little-endian bytes. */
  private interface Elements {
    void put(ByteBuffer bytes, int from, int to);
  }

  private record Entry(String name, ElementType type, int[] shape, int length, Elements elements) {
    long bytes() {
      return (long) length * type.bytes();
    }
  }

  /** States something about the file, replacing what was stated under the same key. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor in fp32.
   *
   * @param values row-major
   * @throws PannierException KERNEL_SHAPE_MISMATCH if the shape has another number of elements or
   *     the name is taken, KERNEL_INPUT_NOT_FINITE for NaN or infinity
   */
  public SafetensorsWriter add(String name, float[] values, int... shape) {
    return add(name, ElementType.F32, values, shape);
  }

  /**
   * Adds a floating-point tensor, rounded to the type.
   *
   * @throws PannierException as for {@link #add(String, float[], int...)}, also where a number
   *     rounds to infinity
   */
  public SafetensorsWriter add(String name, ElementType type, float[] values, int... shape) {
    Elements elements =
        switch (type) {
          case F32 ->
              (bytes, from, to) -> {
                for (int i = from; i < to; i++) {
                  bytes.putFloat(values[i]);
                }
              };
          case F64 ->
              (bytes, from, to) -> {
                for (int i = from; i < to; i++) {
                  bytes.putDouble(values[i]);
                }
              };
          case F16 ->
              (bytes, from, to) -> {
                for (int i = from; i < to; i++) {
                  bytes.putShort(Float.floatToFloat16(values[i]));
                }
              };
          case BF16 ->
              (bytes, from, to) -> {
                for (int i = from; i < to; i++) {
                  bytes.putShort(toBfloat16(values[i]));
                }
              };
          case I64, I32, I16, I8, U8, BOOL -> throw mismatch(name, type + " holds no fractions");
        };
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(rounded(type, values[i]))) {
        throw new PannierException(
            StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
            "element " + i + " of tensor " + name + " is " + values[i] + ", too large for " + type);
      }
    }
    return put(new Entry(name, type, shape.clone(), values.length, elements));
  }

  /**
   * Adds an integer tensor.
   *
   * @throws PannierException KERNEL_SHAPE_MISMATCH as for floats, also for a number outside the
   *     range of the type
   */
  public SafetensorsWriter add(String name, ElementType type, long[] values, int... shape) {
    if (type.isFloating()) {
      throw mismatch(name, type + " is no integer type");
    }
    for (long value : values) {
      if (value < type.least() || value > type.greatest()) {
        throw mismatch(name, value + " is outside of " + type);
      }
    }
    Elements elements =
        (bytes, from, to) -> {
          for (int i = from; i < to; i++) {
            switch (type.bytes()) {
              case Long.BYTES -> bytes.putLong(values[i]);
              case Integer.BYTES -> bytes.putInt((int) values[i]);
              case Short.BYTES -> bytes.putShort((short) values[i]);
              default -> bytes.put((byte) values[i]);
            }
          }
        };
    return put(new Entry(name, type, shape.clone(), values.length, elements));
  }

  private SafetensorsWriter put(Entry entry) {
    if (elements(entry.shape()) != entry.length()) {
      throw mismatch(
          entry.name(),
          entry.length() + " elements for the shape " + Arrays.toString(entry.shape()));
    }
    if (entry.name().equals(SafetensorsHeader.METADATA)
        || entries.putIfAbsent(entry.name(), entry) != null) {
      throw mismatch(entry.name(), "the name is taken");
    }
    return this;
  }

  /** The product of the sizes; a negative number where it is none or too large. */
  private static long elements(int[] shape) {
    long elements = 1;
    try {
      for (int size : shape) {
        if (size < 0) {
          return size;
        }
        elements = Math.multiplyExact(elements, (long) size);
      }
    } catch (ArithmeticException e) {
      return -1;
    }
    return elements;
  }

  private static PannierException mismatch(String name, String problem) {
    return new PannierException(
        StandardErrorCode.KERNEL_SHAPE_MISMATCH, "tensor " + name + ": " + problem);
  }

  private static float rounded(ElementType type, float value) {
    return switch (type) {
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BF16 -> Float.intBitsToFloat(toBfloat16(value) << Short.SIZE);
      default -> value;
    };
  }

  /** Rounds to nearest, ties to even. */
  private static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
  }

  /**
   * Writes the file beside its place, makes it durable and moves it there: a reader sees the old
   * file or the new one, also after a power cut.
   *
   * @throws PannierException FILE_FAILED, and nothing is left behind; MODEL_FILE_INVALID if the
   *     header would be longer than readers accept
   */
  public void write(Path path) {
    Path whole = path.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + "." + System.nanoTime() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeTo(channel, path);
        channel.force(true);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path folder = whole.getParent();
      if (folder != null) {
        makeDurable(folder);
      }
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          "model file " + path + " cannot be written: " + e + "; check the folder and its space",
          e);
    } finally {
      part.toFile().delete();
    }
  }

  private void writeTo(FileChannel channel, Path path) throws IOException {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(ORDER);
    byte[] header = header(ordered);
    if (header.length > SafetensorsFile.MOST_HEADER_BYTES) {
      throw SafetensorsHeader.invalid(
          path.toString(), "its header would have " + header.length + " bytes", null);
    }
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    drain(chunk.putLong(header.length), channel);
    drain(ByteBuffer.wrap(header).position(header.length), channel);
    for (Entry entry : ordered) {
      int most = CHUNK_BYTES / entry.type().bytes();
      for (int from = 0; from < entry.length(); from += Math.min(most, entry.length() - from)) {
        entry.elements().put(chunk, from, from + Math.min(most, entry.length() - from));
        drain(chunk, channel);
      }
    }
  }

  private static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    bytes.clear();
  }

  private byte[] header(List<Entry> ordered) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> stated : metadata.entrySet()) {
          json.writeStringField(stated.getKey(), stated.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Entry entry : ordered) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField(SafetensorsHeader.TYPE, entry.type().name());
        json.writeFieldName(SafetensorsHeader.SHAPE);
        json.writeArray(entry.shape(), 0, entry.shape().length);
        json.writeFieldName(SafetensorsHeader.OFFSETS);
        json.writeArray(new long[] {begin, begin + entry.bytes()}, 0, 2);
        json.writeEndObject();
        begin += entry.bytes();
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /** A rename is durable once its folder is; Windows has no such call and needs none. */
  private static void makeDurable(Path folder) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
