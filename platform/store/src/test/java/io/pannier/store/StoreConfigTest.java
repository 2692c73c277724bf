package io.pannier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoreConfigTest {
  @Test
  void hasDefaults() {
    StoreConfig config = StoreConfig.defaults();
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(5432);
    assertThat(config.journalBatchRows()).isEqualTo(4_000);
    assertThat(config.pendingOutcomesKept()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void neverTellsThePassword() {
    StoreConfig config = StoreConfig.defaults().at("db", 1, "shop", "me", "secret");
    assertThat(config.password()).isEqualTo("secret");
    assertThat(config.toString()).contains("me@db:1/shop").doesNotContain("secret");
  }

  @Test
  void refusesAQueueThatHoldsNoBatch() {
    StoreConfig d = StoreConfig.defaults();
    assertThatThrownBy(
            () ->
                new StoreConfig(
                    d.host(),
                    d.port(),
                    d.database(),
                    d.user(),
                    d.password(),
                    d.poolSize(),
                    4_000,
                    10,
                    d.ledgerBatchRows(),
                    d.ledgerQueueRows(),
                    d.maxItems(),
                    d.candidatesKept(),
                    d.pendingOutcomesKept(),
                    d.maintenanceInterval()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
