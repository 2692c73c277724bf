package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IngestionConfigTest {
  @Test
  void allDefaults() {
    assertThat(IngestionConfig.defaults())
        .isEqualTo(new IngestionConfig(2, 64, 20_000, 100_000, 50_000));
  }

  @Test
  void everyKeyHasItsRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IngestionConfig(0, 64, 1, 1, 1))
        .withMessageContaining("bulk-lanes");
    assertThatIllegalArgumentException().isThrownBy(() -> new IngestionConfig(65, 64, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IngestionConfig(1, -1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IngestionConfig(1, 0, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IngestionConfig(1, 0, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IngestionConfig(1, 0, 1, 1, 0));
  }
}
