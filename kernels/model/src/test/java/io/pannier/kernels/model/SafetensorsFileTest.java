package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final ErrorCode INVALID = StandardErrorCode.MODEL_FILE_INVALID;
  private static final ErrorCode TRUNCATED = StandardErrorCode.MODEL_FILE_TRUNCATED;

  @TempDir private Path folder;

  /** The bytes of the example in the format's own documentation, not of our writer. */
  @Test
  void readsWhatTheReferenceImplementationWrites() {
    Path path =
        file(
            "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", new byte[16]);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.integers("test")).containsExactly(0, 0, 0, 0);
      assertThat(file.info("test").shape()).containsExactly(2, 2);
      assertThat(file.metadata()).isEmpty();
    }
  }

  @Test
  void readsEveryTypeFromItsBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(-1.5f).putDouble(0.25).putShort((short) 0x3c00).putShort((short) 0xbf80);
    bytes.putLong(-7).putInt(-8).putShort((short) -9).put((byte) -10).put((byte) 250);
    bytes.put((byte) 1).put((byte) 0);
    String header =
        "{"
            + entry("f32", "F32", 1, 0, 4)
            + ","
            + entry("f64", "F64", 1, 4, 12)
            + ","
            + entry("f16", "F16", 1, 12, 14)
            + ","
            + entry("bf16", "BF16", 1, 14, 16)
            + ","
            + entry("i64", "I64", 1, 16, 24)
            + ","
            + entry("i32", "I32", 1, 24, 28)
            + ","
            + entry("i16", "I16", 1, 28, 30)
            + ","
            + entry("i8", "I8", 1, 30, 31)
            + ","
            + entry("u8", "U8", 1, 31, 32)
            + ","
            + entry("bool", "BOOL", 2, 32, 34)
            + "}   ";
    try (SafetensorsFile file = SafetensorsFile.open(file(header, bytes.array()))) {
      assertThat(file.tensor("f32", 1)).containsExactly(-1.5f);
      assertThat(file.tensor("f64", 1)).containsExactly(0.25f);
      assertThat(file.tensor("f16", 1)).containsExactly(1f);
      assertThat(file.tensor("bf16", 1)).containsExactly(-1f);
      assertThat(file.integers("i64")).containsExactly(-7);
      assertThat(file.integers("i32")).containsExactly(-8);
      assertThat(file.integers("i16")).containsExactly(-9);
      assertThat(file.integers("i8")).containsExactly(-10);
      assertThat(file.integers("u8")).containsExactly(250);
      assertThat(file.integers("bool")).containsExactly(1, 0);
      assertThat(file.bytes("i8").byteSize()).isEqualTo(1);
      assertFails(() -> file.floats("i8"), INVALID, "i8 is I8");
      assertFails(() -> file.integers("f32"), INVALID, "f32 is F32");
    }
  }

  @Test
  void aScalarHasNoDimensionAndATensorMayBeEmpty() {
    String header =
        "{\"none\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[0,0]},"
            + "\"one\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}";
    try (SafetensorsFile file = SafetensorsFile.open(file(header, new byte[4]))) {
      assertThat(file.tensor("none", 3, 0)).isEmpty();
      assertThat(file.tensor("one")).containsExactly(0f);
    }
  }

  @Test
  void refusesANameOrAShapeThatIsNotThere() {
    Path path = file("{" + entry("w", "F32", 2, 0, 8) + "}", new byte[8]);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertFails(() -> file.tensor("v", 2), StandardErrorCode.MODEL_TENSOR_MISSING, "no tensor v");
      assertFails(
          () -> file.tensor("w", 1, 2),
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "[2] where [1, 2]");
    }
  }

  @Test
  void aFileEndsTooEarly() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertFails(() -> SafetensorsFile.open(empty), TRUNCATED, "0 bytes");
    Path seven = Files.write(folder.resolve("seven"), new byte[7]);
    assertFails(() -> SafetensorsFile.open(seven), TRUNCATED, "7 bytes");

    byte[] whole = Files.readAllBytes(file("{" + entry("w", "F32", 2, 0, 8) + "}", new byte[8]));
    for (int bytes = 0; bytes < whole.length; bytes++) {
      Path part = Files.write(folder.resolve("part"), Arrays.copyOf(whole, bytes));
      assertFails(() -> SafetensorsFile.open(part), TRUNCATED, "is not whole");
    }
  }

  @Test
  void aFileMustBeThere() {
    assertFails(
        () -> SafetensorsFile.open(folder.resolve("nowhere")),
        StandardErrorCode.FILE_FAILED,
        "nowhere");
    assertFails(() -> SafetensorsFile.open(folder), StandardErrorCode.FILE_FAILED, "cannot");
  }

  @ParameterizedTest
  @CsvSource({
    "100000001, more than the limit",
    "-1, 18446744073709551615",
    "9223372036854775807, limit"
  })
  void theHeaderClaimsMoreThanTheLimit(long length, String message) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path path = Files.write(folder.resolve("long"), bytes.array());
    assertFails(() -> SafetensorsFile.open(path), INVALID, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                              | begin with '{'",
        "' {}'                                           | begin with '{'",
        "{                                               | JSON",
        "{\"w\"                                          | JSON",
        "{\"w\":1}                                       | tensor w is VALUE_NUMBER_INT",
        "{\"w\":null}                                    | tensor w is VALUE_NULL",
        "{} {}                                           | goes on after",
        "{\"__metadata__\":{\"a\":1}}                    | __metadata__ a is",
        "{\"__metadata__\":[]}                           | __metadata__ is START_ARRAY",
        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}    | Duplicate",
        "{\"w\":{\"shape\":[],\"data_offsets\":[0,4]}}   | lacks one of",
        "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}} | lacks one of",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}       | lacks one of",
        "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}   | Duplicate",
        "{\"w\":{\"dtype\":\"F8\",\"shape\":[8],\"data_offsets\":[0,8]}}    | unknown type F8",
        "{\"w\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}        | dtype of tensor w",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}  | shape of tensor w",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | shape of tensor w",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}     | shape of tensor w",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}} | nesting depth",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}   | not a range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}     | not a range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4,8]}} | not a range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}  | data_offsets",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}   | needs 12 bytes",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}} | unknown key x",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   | 4 bytes after",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}   | leaves a hole",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}"
            + " | too large",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[18446744073709551618],\"data_offsets\":[0,8]}}"
            + " | out of range",
      })
  void theHeaderContradictsItself(String header, String message) {
    Path path = file(header, new byte[8]);
    assertFails(() -> SafetensorsFile.open(path), INVALID, message);
  }

  @Test
  void tensorsOverlap() {
    String twice = "{" + entry("a", "F32", 2, 0, 8) + "," + entry("b", "F32", 2, 0, 8) + "}";
    assertFails(
        () -> SafetensorsFile.open(file(twice, new byte[8])),
        INVALID,
        "b begins at byte 0, inside");
    String partly = "{" + entry("a", "F32", 2, 0, 8) + "," + entry("b", "F32", 2, 4, 12) + "}";
    assertFails(
        () -> SafetensorsFile.open(file(partly, new byte[12])),
        INVALID,
        "b begins at byte 4, inside");
  }

  @Test
  void aTensorIsNamedTwice() {
    String header = "{" + entry("a", "F32", 1, 0, 4) + "," + entry("a", "F32", 1, 4, 8) + "}";
    assertFails(() -> SafetensorsFile.open(file(header, new byte[8])), INVALID, "Duplicate");
  }

  @Test
  void theHeaderIsNestedWithoutEnd() {
    String header = "{\"w\":{\"shape\":" + "[".repeat(1_000_000);
    assertFails(() -> SafetensorsFile.open(file(header, new byte[0])), INVALID, "nesting depth");
    String metadata = "{\"__metadata__\":{\"a\":{\"b\":{\"c\":" + "{\"d\":".repeat(1000);
    assertFails(() -> SafetensorsFile.open(file(metadata, new byte[0])), INVALID, "__metadata__ a");
  }

  @Test
  void theHeaderIsNotUtf8() throws IOException {
    byte[] header = "{\"?\":{}}".getBytes(StandardCharsets.UTF_8);
    header[2] = (byte) 0xff;
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    Path path = Files.write(folder.resolve("x"), bytes.putLong(header.length).put(header).array());
    assertFails(() -> SafetensorsFile.open(path), INVALID, "not UTF-8");
  }

  @Test
  void aWeightIsNotFinite() {
    for (int bits : new int[] {0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001}) {
      byte[] data =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putInt(bits).array();
      Path path = file("{" + entry("w", "F32", 2, 0, 8) + "}", data);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        assertFails(() -> file.tensor("w", 2), INVALID, "element 1 of tensor w is");
      }
    }
    byte[] large =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(Double.MAX_VALUE).array();
    try (SafetensorsFile file =
        SafetensorsFile.open(file("{" + entry("w", "F64", 1, 0, 8) + "}", large))) {
      assertFails(() -> file.tensor("w", 1), INVALID, "element 0 of tensor w is Infinity");
    }
  }

  @Test
  void aBooleanIsNeitherTrueNorFalse() {
    Path path = file("{" + entry("b", "BOOL", 2, 0, 2) + "}", new byte[] {1, 2});
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertFails(() -> file.integers("b"), INVALID, "element 1 of tensor b");
    }
  }

  /** A sparse file: its length is real, its pages are not. */
  @Test
  void aFileMayBeLargerThanAnArray() throws IOException {
    long bytes = (2L << 30) + 64;
    String header =
        "{"
            + entry("much", "U8", bytes, 0, bytes)
            + ","
            + entry("last", "F32", 1, bytes, bytes + 4)
            + "}";
    Path path = file(header, new byte[0]);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 2.5f);
      channel.write(one, channel.size() + bytes);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.tensor("last", 1)).containsExactly(2.5f);
      assertThat(file.bytes("much").byteSize()).isEqualTo(bytes);
      assertFails(() -> file.integers("much"), INVALID, "more than an array");
    }
  }

  @Test
  void aFileShrinksWhileItIsRead() throws IOException {
    int elements = 1 << 18;
    Path path =
        file("{" + entry("w", "F32", elements, 0, elements * 4L) + "}", new byte[elements * 4]);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
        other.setLength(4096);
      }
      assertFails(() -> file.tensor("w", elements), TRUNCATED, "became shorter");
    }
  }

  static void assertFails(Runnable action, ErrorCode code, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(List.of(e.code().toString(), e.getMessage())).contains(code.toString()))
        .hasMessageContaining(message);
  }

  private static String entry(String name, String type, long elements, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(name, type, elements, begin, end);
  }

  private Path file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Path path = Files.createTempFile(folder, "model", ".safetensors");
      return Files.write(path, bytes.putLong(json.length).put(json).put(data).array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
