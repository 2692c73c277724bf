package io.pannier.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.500Z");

  @TempDir private Path folder;

  private List<byte[]> records() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1795953600.");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(TensorBoardEvents.masked(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(bytes.getInt()).isEqualTo(TensorBoardEvents.masked(event));
      records.add(event);
    }
    return records;
  }

  @Test
  void everyFigureIsARecordThatCanBeReadBack() throws IOException {
    try (TensorBoardEvents events = TensorBoardEvents.in(folder, () -> NOW)) {
      events.add("loss", 1, 7.5);
      events.add("validation/mrr@20", 300, 0.125);
    }
    List<byte[]> records = records();
    assertThat(records).hasSize(3);
    assertThat(new String(records.getFirst(), StandardCharsets.ISO_8859_1))
        .contains("brain.Event:2");
    CodedInputStream event = CodedInputStream.newInstance(records.getLast());
    assertThat(event.readTag()).isEqualTo(1 << 3 | 1);
    assertThat(event.readDouble()).isEqualTo(1_795_953_600.5);
    assertThat(event.readTag()).isEqualTo(2 << 3);
    assertThat(event.readInt64()).isEqualTo(300);
    assertThat(event.readTag()).isEqualTo(5 << 3 | 2);
    CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
    assertThat(event.isAtEnd()).isTrue();
    assertThat(summary.readTag()).isEqualTo(1 << 3 | 2);
    CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
    assertThat(value.readTag()).isEqualTo(1 << 3 | 2);
    assertThat(value.readString()).isEqualTo("validation/mrr@20");
    assertThat(value.readTag()).isEqualTo(2 << 3 | 5);
    assertThat(value.readFloat()).isEqualTo(0.125f);
  }

  /** The check value of CRC-32C is 0xe3069283; its mask by hand. */
  @Test
  void theChecksumIsMaskedAsTensorFlowDoes() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xe3069283;
    assertThat(TensorBoardEvents.masked(check)).isEqualTo((crc >>> 15 | crc << 17) + 0xa282ead8);
  }
}
