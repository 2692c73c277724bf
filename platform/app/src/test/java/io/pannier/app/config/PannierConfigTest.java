package io.pannier.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PannierConfigTest {
  @Test
  void emptyFileIsAllDefaults() {
    assertThat(PannierConfig.parse("empty", "")).isEqualTo(PannierConfig.defaults());
  }

  @Test
  void everyKeyIsKnownAndEveryValueCanBeWritten() {
    PannierConfig defaults = PannierConfig.defaults();
    PannierConfig read = PannierConfig.parse("all", defaults.toString().replace("********", ""));
    assertThat(read).isEqualTo(defaults);
  }

  @Test
  void secretsAreMasked() {
    PannierConfig config =
        PannierConfig.parse(
            "secrets",
            """
            store: {password: hunter2}
            security: {token-secret: 0123456789012345678901234567890123456789}
            """);
    assertThat(config.store().password()).isEqualTo("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2").doesNotContain("0123456789");
    assertThat(config.security().toString()).doesNotContain("0123456789");
  }

  @Test
  void aKeyThatIsGivenTwiceIsAProblem() {
    assertThatThrownBy(() -> PannierConfig.parse("twice", "store: {}\nstore: {}\n"))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID))
        .hasMessageContaining("Duplicate field 'store'");
  }

  @Test
  void aMissingFileIsToldByName() {
    assertThatThrownBy(() -> PannierConfig.read(Path.of("no-such.yaml")))
        .hasMessageContaining("no-such.yaml cannot be read");
  }
}
