package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SafetensorsPropertyTest {
  private static final Set<ErrorCode> CODES =
      Set.of(StandardErrorCode.MODEL_FILE_INVALID, StandardErrorCode.MODEL_FILE_TRUNCATED);

  private static Path folder = Path.of("");
  private static byte[] sound = {};

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
    Path path = folder.resolve("model");
    SplittableRandom random = new SplittableRandom(3);
    List<Sample> samples = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      samples.add(Sample.draw(name, random));
    }
    write(samples, "note", path);
    sound = Files.readAllBytes(path);
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("model"));
    Files.deleteIfExists(folder);
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll long seed, @ForAll @IntRange(max = 12) int tensors) {
    SplittableRandom random = new SplittableRandom(seed);
    Path path = folder.resolve("model");
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < tensors; i++) {
      samples.add(Sample.draw("tensor " + i + " \"é", random));
    }
    write(samples, "seed " + seed, path);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.metadata()).containsOnly(Map.entry("note", "seed " + seed));
      assertThat(file.tensors()).hasSize(tensors);
      for (Sample sample : samples) {
        TensorInfo info = file.info(sample.name());
        assertThat(info.hasShape(sample.shape())).isTrue();
        assertThat(file.bytes(sample.name()).address() % sample.type().bytes()).isZero();
        if (sample.type().isFloating()) {
          assertThat(file.tensor(sample.name(), sample.shape())).isEqualTo(sample.floats());
        } else {
          assertThat(file.integers(sample.name())).isEqualTo(sample.integers());
        }
      }
    }
  }

  /** Whatever the header says, the file is read or refused, and never anything else. */
  @Property(tries = 2000)
  void aDamagedHeaderIsReadOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int damages) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path path = folder.resolve("model");
    byte[] bytes = sound.clone();
    int header = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (int i = 0; i < damages; i++) {
      int at = random.nextInt(header);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) "0123456789-.e[]{},:\" ".charAt(random.nextInt(21));
            case 2 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
            default -> bytes[random.nextInt(header)];
          };
    }
    Files.write(path, bytes);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (TensorInfo info : file.tensors()) {
        readOrRefuse(file, info);
      }
    } catch (PannierException e) {
      assertThat(CODES).contains(e.code());
      assertThat(e).hasMessageContaining(path.toString());
    }
  }

  private static void readOrRefuse(SafetensorsFile file, TensorInfo info) {
    try {
      int read =
          info.type().isFloating()
              ? file.floats(info.name()).length
              : file.integers(info.name()).length;
      assertThat((long) read).isEqualTo(info.elements());
    } catch (PannierException e) {
      assertThat(CODES).contains(e.code());
    }
  }

  private static void write(List<Sample> samples, String note, Path path) {
    SafetensorsWriter writer = new SafetensorsWriter().metadata("note", note);
    for (Sample sample : samples) {
      if (sample.type().isFloating()) {
        writer.add(sample.name(), sample.type(), sample.floats(), sample.shape());
      } else {
        writer.add(sample.name(), sample.type(), sample.integers(), sample.shape());
      }
    }
    writer.write(path);
  }

  /** A random tensor; its numbers are exact in every floating-point type. */
  private record Sample(
      String name, ElementType type, int[] shape, float[] floats, long[] integers) {
    static Sample draw(String name, SplittableRandom random) {
      ElementType type = ElementType.values()[random.nextInt(ElementType.values().length)];
      int[] shape = new int[random.nextInt(4)];
      int elements = 1;
      for (int d = 0; d < shape.length; d++) {
        shape[d] = random.nextInt(7);
        elements *= shape[d];
      }
      float[] floats = new float[elements];
      long[] integers = new long[elements];
      for (int i = 0; i < elements; i++) {
        floats[i] = (random.nextInt(255) - 127) / 64f;
        integers[i] =
            type.isFloating()
                ? 0
                : type == ElementType.I64
                    ? random.nextLong()
                    : random.nextLong(type.least(), type.greatest() + 1);
      }
      return new Sample(name, type, shape, floats, integers);
    }
  }
}
