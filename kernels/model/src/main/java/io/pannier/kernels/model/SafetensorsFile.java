package io.pannier.kernels.model;

import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * A safetensors file that is mapped into memory: eight bytes with the length of the header, a JSON
 * header, and the bytes of the tensors. The header is checked when the file is opened, a tensor's
 * values when it is read. Threads may share an open file; nothing may be read after it is closed.
 *
 * <p>Errors as {@link PannierException}: FILE_FAILED where the system cannot open or map the file,
 * MODEL_FILE_TRUNCATED where it ends too early, MODEL_FILE_INVALID where it contradicts itself or
 * holds NaN or infinity, MODEL_TENSOR_MISSING for a name that it does not have.
 */
public final class SafetensorsFile implements TensorSource, AutoCloseable {
  /** Longest header, as the reference implementation has it. */
  static final int MOST_HEADER_BYTES = 100_000_000;

  static final int LENGTH_BYTES = Long.BYTES;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String file;
  private final Arena arena;
  private final MemorySegment data;
  private final SafetensorsHeader header;

  private SafetensorsFile(String file, Arena arena, MemorySegment data, SafetensorsHeader header) {
    this.file = file;
    this.arena = arena;
    this.data = data;
    this.header = header;
  }

  /** Maps a file and checks its header. */
  public static SafetensorsFile open(Path path) {
    String file = path.toString();
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment whole = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      SafetensorsFile read = read(file, arena, whole);
      opened = true;
      return read;
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          "model file " + file + " cannot be opened: " + e + "; check its path and rights",
          e);
    } catch (InternalError e) {
      throw shrunk(file, e);
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  private static SafetensorsFile read(String file, Arena arena, MemorySegment whole) {
    long size = whole.byteSize();
    if (size < LENGTH_BYTES) {
      throw SafetensorsHeader.truncated(
          file, "it has " + size + " bytes, fewer than the length of a header", null);
    }
    long headerBytes = whole.get(LONG, 0);
    if (headerBytes < 0 || headerBytes > MOST_HEADER_BYTES) {
      throw SafetensorsHeader.invalid(
          file,
          "its header claims "
              + Long.toUnsignedString(headerBytes)
              + " bytes, more than the limit of "
              + MOST_HEADER_BYTES,
          null);
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw SafetensorsHeader.truncated(
          file, "its header claims " + headerBytes + " bytes and the file has " + size, null);
    }
    byte[] json = whole.asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment data = whole.asSlice(LENGTH_BYTES + headerBytes);
    return new SafetensorsFile(
        file, arena, data, SafetensorsHeader.parse(file, json, data.byteSize()));
  }

  /** All tensors in the order of their names. */
  public Collection<TensorInfo> tensors() {
    return header.tensors().values();
  }

  /** What the file says of itself, by key. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  public boolean contains(String name) {
    return header.tensors().containsKey(name);
  }

  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw new PannierException(
          StandardErrorCode.MODEL_TENSOR_MISSING,
          "model file "
              + file
              + " has no tensor "
              + name
              + " among its "
              + header.tensors().size()
              + "; train or export the model again");
    }
    return info;
  }

  /** The bytes of a tensor, without a copy; readable until the file is closed. */
  public MemorySegment bytes(String name) {
    TensorInfo info = info(name);
    return data.asSlice(info.begin(), info.end() - info.begin()).asReadOnly();
  }

  @Override
  public float[] tensor(String name, int... shape) {
    TensorInfo info = info(name);
    if (!info.hasShape(shape)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "tensor "
              + name
              + " of model file "
              + file
              + " has the shape "
              + Arrays.toString(info.shape())
              + " where "
              + Arrays.toString(shape)
              + " is expected");
    }
    return floats(name);
  }

  /**
   * A copy of a floating-point tensor of any shape, as fp32.
   *
   * @throws PannierException MODEL_FILE_INVALID if it holds integers, NaN or infinity, also where
   *     fp64 does not fit into fp32
   */
  public float[] floats(String name) {
    TensorInfo info = info(name);
    if (!info.type().isFloating()) {
      throw SafetensorsHeader.invalid(
          file,
          "tensor " + name + " is " + info.type() + " where numbers with a point belong",
          null);
    }
    float[] values = new float[length(info)];
    MemorySegment bytes = bytes(name);
    try {
      copy(info.type(), bytes, values);
    } catch (InternalError e) {
      throw shrunk(file, e);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw SafetensorsHeader.invalid(
            file, "element " + i + " of tensor " + name + " is " + values[i], null);
      }
    }
    return values;
  }

  private static void copy(ElementType type, MemorySegment bytes, float[] values) {
    switch (type) {
      case F32 -> MemorySegment.copy(bytes, FLOAT, 0, values, 0, values.length);
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.float16ToFloat(bytes.get(SHORT, (long) i * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.get(SHORT, (long) i * Short.BYTES) << Short.SIZE);
        }
      }
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.get(DOUBLE, (long) i * Double.BYTES);
        }
      }
      case I64, I32, I16, I8, U8, BOOL -> throw new IllegalStateException(type.name());
    }
  }

  /**
   * A copy of an integer tensor of any shape; BOOL gives 0 and 1.
   *
   * @throws PannierException MODEL_FILE_INVALID if it holds floating-point numbers, or a BOOL
   *     neither 0 nor 1
   */
  public long[] integers(String name) {
    TensorInfo info = info(name);
    if (info.type().isFloating()) {
      throw SafetensorsHeader.invalid(
          file, "tensor " + name + " is " + info.type() + " where integers belong", null);
    }
    long[] values = new long[length(info)];
    MemorySegment bytes = bytes(name);
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = integer(info.type(), bytes, i);
      }
    } catch (InternalError e) {
      throw shrunk(file, e);
    }
    for (int i = 0; info.type() == ElementType.BOOL && i < values.length; i++) {
      if (values[i] > 1) {
        throw SafetensorsHeader.invalid(
            file, "element " + i + " of tensor " + name + " is neither true nor false", null);
      }
    }
    return values;
  }

  private static long integer(ElementType type, MemorySegment bytes, long i) {
    return switch (type) {
      case I64 -> bytes.get(LONG, i * Long.BYTES);
      case I32 -> bytes.get(INT, i * Integer.BYTES);
      case I16 -> bytes.get(SHORT, i * Short.BYTES);
      case I8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
      case U8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, i));
      case F64, F32, F16, BF16 -> throw new IllegalStateException(type.name());
    };
  }

  private int length(TensorInfo info) {
    if (info.elements() > Integer.MAX_VALUE - 8) {
      throw SafetensorsHeader.invalid(
          file,
          "tensor " + info.name() + " has " + info.elements() + " elements, more than an array",
          null);
    }
    return (int) info.elements();
  }

  /** The virtual machine reports so that pages vanished under a mapping. */
  private static PannierException shrunk(String file, InternalError e) {
    return SafetensorsHeader.truncated(file, "it became shorter while it was in use", e);
  }

  @Override
  public String toString() {
    return file + " with " + header.tensors().size() + " tensors";
  }

  @Override
  public void close() {
    arena.close();
  }
}
