package io.pannier.kernels.model;

import static io.pannier.kernels.model.SafetensorsFileTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir private Path folder;

  @Test
  void writesTheSameBytesForTheSameContentAndLeavesNothingElse() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    float[] values = {1, 2, 3};
    long[] small = {4};
    new SafetensorsWriter()
        .metadata("b", "2")
        .metadata("a", "ä \"")
        .add("z", values, 3)
        .add("y", ElementType.U8, small, 1)
        .write(one);
    new SafetensorsWriter()
        .metadata("a", "ä \"")
        .metadata("b", "2")
        .add("y", ElementType.U8, small, 1)
        .add("z", values, 3)
        .write(two);
    new SafetensorsWriter().add("x", values, 3).write(two.resolveSibling("three"));
    assertThat(two).hasSameBinaryContentAs(one);
    byte[] bytes = Files.readAllBytes(one);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains("{\"__metadata__\":{\"a\":\"ä \\\"\",\"b\":\"2\"},\"z\":{\"dtype\":\"F32\"");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(p -> p.getFileName().toString()).toList())
          .containsExactlyInAnyOrder("one", "two", "three");
    }
  }

  @Test
  void replacesAFileThatIsBeingRead() {
    Path path = folder.resolve("model");
    new SafetensorsWriter().add("w", new float[] {1}, 1).write(path);
    try (SafetensorsFile old = SafetensorsFile.open(path)) {
      new SafetensorsWriter().add("w", new float[] {2}, 1).write(path);
      try (SafetensorsFile young = SafetensorsFile.open(path)) {
        assertThat(old.tensor("w", 1)).containsExactly(1f);
        assertThat(young.tensor("w", 1)).containsExactly(2f);
      }
    }
  }

  @Test
  void refusesToWriteWhatItWouldNotRead() {
    SafetensorsWriter writer = new SafetensorsWriter().add("w", new float[1], 1);
    ErrorCode mismatch = StandardErrorCode.KERNEL_SHAPE_MISMATCH;
    assertFails(() -> writer.add("w", new float[1], 1), mismatch, "taken");
    assertFails(() -> writer.add("__metadata__", new float[1], 1), mismatch, "taken");
    assertFails(() -> writer.add("v", new float[6], 2, 2), mismatch, "6 elements");
    assertFails(() -> writer.add("v", new float[4], -2, -2), mismatch, "4 elements");
    assertFails(() -> writer.add("v", new float[0], 1 << 16, 1 << 16), mismatch, "0 elements");
    assertFails(
        () -> writer.add("v", ElementType.I8, new long[] {128}, 1), mismatch, "128 is outside");
    assertFails(() -> writer.add("v", ElementType.I8, new float[1], 1), mismatch, "fractions");
    assertFails(() -> writer.add("v", ElementType.F32, new long[1], 1), mismatch, "integer");
    ErrorCode notFinite = StandardErrorCode.KERNEL_INPUT_NOT_FINITE;
    assertFails(() -> writer.add("v", new float[] {0, Float.NaN}, 2), notFinite, "element 1");
    assertFails(
        () -> writer.add("v", ElementType.F16, new float[] {70_000}, 1), notFinite, "element 0");
    assertFails(
        () -> writer.write(folder.resolve("nowhere").resolve("model")),
        StandardErrorCode.FILE_FAILED,
        "cannot be written");
  }
}
