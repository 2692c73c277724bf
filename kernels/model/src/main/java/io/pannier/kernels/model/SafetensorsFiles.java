package io.pannier.kernels.model;

import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.NamedTensors.Bytes;
import io.pannier.kernels.api.NamedTensors.Floats;
import io.pannier.kernels.api.NamedTensors.Integers;
import io.pannier.kernels.api.TensorFiles;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/** Named arrays in safetensors files: I32 and U8 as they are, other integers where they fit. */
public final class SafetensorsFiles implements TensorFiles {
  @Override
  public NamedTensors read(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      NamedTensors tensors = new NamedTensors();
      file.metadata().forEach(tensors::state);
      for (TensorInfo info : file.tensors()) {
        put(file, info, tensors);
      }
      return tensors;
    }
  }

  /** The texts of one name; errors as for {@link NamedTensors#texts}. */
  static List<String> texts(SafetensorsFile file, String name) {
    NamedTensors tensors = new NamedTensors();
    put(file, file.info(name), tensors);
    put(file, file.info(name + NamedTensors.ENDS), tensors);
    return tensors.texts(name);
  }

  private static void put(SafetensorsFile file, TensorInfo info, NamedTensors to) {
    long[] sizes = info.shape();
    int[] shape = new int[sizes.length];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = Math.toIntExact(sizes[d]);
    }
    if (info.type().isFloating()) {
      to.put(info.name(), file.floats(info.name()), shape);
    } else if (info.type() == ElementType.U8) {
      to.put(info.name(), file.bytes(info.name()).toArray(ValueLayout.JAVA_BYTE), shape);
    } else {
      to.put(info.name(), integers(info.name(), file), shape);
    }
  }

  private static int[] integers(String name, SafetensorsFile file) {
    long[] values = file.integers(name);
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (int) values[i];
      if (narrow[i] != values[i]) {
        throw new PannierException(
            StandardErrorCode.MODEL_FILE_INVALID,
            "element " + i + " of tensor " + name + " of " + file + " is " + values[i]);
      }
    }
    return narrow;
  }

  @Override
  public void write(Path path, NamedTensors tensors) {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.metadata().forEach(writer::metadata);
    add(tensors, writer);
    writer.write(path);
  }

  /** Adds all arrays to a file that is about to be written. */
  public static void add(NamedTensors tensors, SafetensorsWriter writer) {
    tensors.forEach(
        (name, tensor) -> {
          switch (tensor) {
            case Floats(float[] values, int[] shape) -> writer.add(name, values, shape);
            case Integers(int[] values, int[] shape) ->
                writer.add(name, ElementType.I32, widened(values), shape);
            case Bytes(byte[] values, int[] shape) ->
                writer.add(name, ElementType.U8, widened(values), shape);
          }
        });
  }

  private static long[] widened(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static long[] widened(byte[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = Byte.toUnsignedLong(values[i]);
    }
    return wide;
  }
}
