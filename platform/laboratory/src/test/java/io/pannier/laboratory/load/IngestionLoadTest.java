package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ingestion load against a server that keeps what it gets. */
class IngestionLoadTest {
  private static final SkuPopularity SKUS = new SkuPopularity(Map.of("A", 5, "B\"", 3));

  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void countsWhatWasAcknowledgedOnce() {
    try (IngestionLoad load = new IngestionLoad(server.access(), 2, 50, SKUS, 1)) {
      IngestionResult result = load.run(Duration.ofMillis(200), Duration.ofMillis(500));
      assertThat(result.errors()).isEmpty();
      assertThat(result.duplicates()).isZero();
      assertThat(result.accepted()).isPositive().isLessThanOrEqualTo(server.events.size());
      assertThat(result.accepted() % 50).isZero();
      assertThat(result.eventsPerSecond()).isEqualTo(result.accepted() / 0.5);
      AckResult acks = load.probe(100, Duration.ofMillis(300));
      assertThat(acks.acknowledged()).isEqualTo(30);
      assertThat(acks.errors()).isEmpty();
      assertThat(acks.p99Millis()).isGreaterThanOrEqualTo(acks.p50Millis()).isPositive();
    }
  }

  @Test
  void failuresAreErrorsAndNoEvents() {
    ShopAccess wrong = new ShopAccess(server.access().server(), "demo", "wrong");
    try (IngestionLoad load = new IngestionLoad(wrong, 1, 10, SKUS, 1)) {
      IngestionResult result = load.run(Duration.ZERO, Duration.ofMillis(300));
      assertThat(result.accepted()).isZero();
      assertThat(result.errors()).containsKey("401 UNAUTHENTICATED");
      assertThat(load.probe(50, Duration.ofMillis(100)).acknowledged()).isZero();
    }
  }

  @Test
  void onlyIdsChangeFromOneUseOfATemplateToTheNext() {
    EventTemplate template = new EventTemplate(3, "r", "2026-11-20T10:00:00Z", SKUS, 5);
    String first = new String(template.render(7), StandardCharsets.UTF_8);
    String second = new String(template.render(999_999_999_999L), StandardCharsets.UTF_8);
    assertThat(first.split("\n")).hasSize(3);
    assertThat(first).contains("\"r-000000000007\"", "\"r-000000000009\"");
    assertThat(second).contains("\"r-999999999999\"");
    assertThat(first.replaceAll("r-\\d+", "")).isEqualTo(second.replaceAll("r-\\d+", ""));
  }
}
