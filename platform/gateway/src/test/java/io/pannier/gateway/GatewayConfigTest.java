package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All defaults, all keys. */
final class GatewayConfigTest {
  @Test
  void defaultsAreThese() {
    assertThat(GatewayConfig.defaults())
        .isEqualTo(
            new GatewayConfig(
                "0.0.0.0",
                8080,
                2,
                16_777_216,
                1_048_576,
                10_000,
                65_536,
                100,
                500,
                1_000,
                100,
                1_000,
                2_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                10_000,
                Duration.ofMinutes(15),
                new StorefrontConfig(
                    262_144,
                    16_384,
                    50_000,
                    16,
                    256,
                    256,
                    65_536,
                    100,
                    200,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    List.of())));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ConfigBuilder().with(b -> b.maxBatch = 0).build(1))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID));
    assertThatThrownBy(() -> new ConfigBuilder().build(70_000)).hasMessageContaining("port");
    assertThatThrownBy(() -> new ConfigBuilder().with(b -> b.heartbeat = Duration.ZERO).build(1))
        .hasMessageContaining("heartbeat");
    assertThatThrownBy(() -> new ConfigBuilder().with(b -> b.maxMessage = 10).build(1))
        .hasMessageContaining("max-message");
  }
}
