package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
  private static final ModelCard CARD =
      new ModelCard(
          new ComposerSpec(2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
          ModelCard.checksumOf(List.of("a", "b")),
          ModelCard.NONE,
          -5,
          Instant.parse("2026-11-28T12:00:00.5Z"));

  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() {
    assertThat(read(metadata())).isEqualTo(CARD);
    assertThat(metadata())
        .containsEntry("pannier.spec.feed-forward", "5")
        .containsEntry("pannier.spec.max-items", "14");
  }

  @Test
  void leavesOtherToolsTheirKeys() {
    Map<String, String> metadata = metadata();
    metadata.put("format", "pt");
    assertThat(read(metadata)).isEqualTo(CARD);
  }

  /** The value is that of {@code printf 'a\nb\n' | sha256sum}. */
  @Test
  void aChecksumCoversIdsAndTheirBorders() {
    assertThat(ModelCard.checksumOf(List.of("a", "b")))
        .isEqualTo("911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2")
        .isNotEqualTo(ModelCard.checksumOf(List.of("ab")));
  }

  @ParameterizedTest
  @CsvSource({
    "architecture, , pannier.architecture is missing",
    "architecture, tower, a tower of version 1",
    "version, 2, composer of version 2",
    "version, one, pannier.version is 'one'",
    "spec.width, , pannier.spec.width is missing",
    "spec.width, 64.0, pannier.spec.width is '64.0'",
    "spec.items, 99999999999, pannier.spec.items is '99999999999'",
    "spec.heads, 3, not an architecture",
    "spec.heads, 0, not an architecture",
    "spec.depth, 4, pannier.spec.depth is unknown",
    "vocabulary, ABC, pannier.vocabulary is 'ABC'",
    "training-data, , pannier.training-data is missing",
    "seed, x, pannier.seed is 'x'",
    "created, yesterday, pannier.created is 'yesterday'",
  })
  void refusesACardThatIsNotWhole(String key, String value, String message) {
    Map<String, String> metadata = metadata();
    if (value == null) {
      metadata.remove("pannier." + key);
    } else {
      metadata.put("pannier." + key, value);
    }
    assertInvalid(metadata, message);
  }

  @Test
  void saysAllThatIsWrong() {
    Map<String, String> metadata = metadata();
    metadata.put("pannier.seed", "x");
    metadata.remove("pannier.spec.items");
    assertInvalid(metadata, "pannier.spec.items is missing; pannier.seed is 'x'");
    assertInvalid(Map.of(), "pannier.architecture is missing");
  }

  private static Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    CARD.forEachEntry(metadata::put);
    return metadata;
  }

  private void assertInvalid(Map<String, String> metadata, String message) {
    assertThatThrownBy(() -> read(metadata))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_INVALID))
        .hasMessageContaining(message);
  }

  private ModelCard read(Map<String, String> metadata) {
    SafetensorsWriter writer = new SafetensorsWriter();
    metadata.forEach(writer::metadata);
    Path path = folder.resolve("model.safetensors");
    writer.write(path);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return ModelCard.read(file);
    }
  }
}
