package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The serving load against a server whose latency the test decides. */
class ServingLoadTest {
  private static final SkuPopularity SKUS = new SkuPopularity(Map.of("A", 5, "B\"", 3, "C", 1));
  private static final ServingLoadConfig CONFIG =
      new ServingLoadConfig("cart", 20, 16, Duration.ofSeconds(20), Duration.ofSeconds(10), 7);

  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void measuresRateLatencyAndDegradation() {
    server.degradedEvery = 4;
    try (ServingLoad load = ServingLoad.open(server.access(), CONFIG, SKUS)) {
      ServingResult result = load.run(400, Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(result.errors()).isEmpty();
      assertThat(result.due()).isEqualTo(400);
      assertThat(result.answered()).isEqualTo(400);
      assertThat(result.achievedRate()).isEqualTo(400);
      assertThat(result.degradedShare()).isBetween(0.15, 0.35);
      assertThat(result.emptyShare()).isZero();
      assertThat(result.p50Millis()).isPositive().isLessThanOrEqualTo(result.p99Millis());
      assertThat(result.holds(60_000)).isTrue();
    }
  }

  @Test
  void aStalledServerIsChargedForWhatWaited() {
    // One shopper, 100 changes a second; cart 51 to 60 are never answered by themselves, and the
    // answer to 61 comes for all of them.
    server.delay = id -> id > 50 && id <= 60 ? -1 : 1;
    ServingLoadConfig one =
        new ServingLoadConfig("cart", 1, 16, Duration.ofSeconds(20), Duration.ofSeconds(10), 7);
    try (ServingLoad load = ServingLoad.open(server.access(), one, SKUS)) {
      ServingResult result = load.run(100, Duration.ZERO, Duration.ofSeconds(1));
      assertThat(result.answered()).isEqualTo(100);
      assertThat(result.maxMillis()).isGreaterThanOrEqualTo(100);
      assertThat(result.p99Millis()).isGreaterThanOrEqualTo(90);
    }
  }

  @Test
  void whatIsNeverAnsweredDoesNotHold() {
    server.delay = id -> id >= 5 ? -1 : 0;
    ServingLoadConfig two =
        new ServingLoadConfig("cart", 2, 16, Duration.ofSeconds(20), Duration.ofMillis(200), 7);
    try (ServingLoad load = ServingLoad.open(server.access(), two, SKUS)) {
      ServingResult result = load.run(100, Duration.ZERO, Duration.ofMillis(500));
      assertThat(result.unanswered()).isEqualTo(42);
      assertThat(result.maxMillis()).isGreaterThanOrEqualTo(200);
      assertThat(result.holds(1_000)).isFalse();
      server.delay = _ -> 0;
      assertThat(load.run(100, Duration.ZERO, Duration.ofMillis(500)).unanswered()).isZero();
    }
  }

  @Test
  void aWrongKeyIsSaid() {
    ShopAccess wrong = new ShopAccess(server.access().server(), "demo", "wrong");
    assertThatThrownBy(() -> ServingLoad.open(wrong, CONFIG, SKUS))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("401");
  }
}
