package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.ingestion.Lanes.Written;
import io.pannier.messages.Failure;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Set<UUID> keys = new HashSet<>();
  private final FakeLog interactive = new FakeLog(0, keys, journaled -> {}, Set.of());
  private final FakeLog first = new FakeLog(1, keys, journaled -> {}, Set.of());
  private final FakeLog second = new FakeLog(2, keys, journaled -> {}, Set.of());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Lanes lanes =
      new Lanes(
          new Lane(0, interactive, 100, registry),
          List.of(new Lane(1, first, 1_000, registry), new Lane(2, second, 1_000, registry)),
          64);

  @Test
  void aSmallBatchGoesWithTheCarts() {
    assertThat(written(lanes.write(1, Events.batch(0, 64), false))).isEqualTo(new Written(64, 0));
    assertThat(interactive.durable()).hasSize(64);
  }

  @Test
  void aLargeOrBulkBatchIsSplitByShopper() {
    lanes.write(1, Events.batch(0, 65), false);
    lanes.write(1, Events.batch(65, 600), true);
    lanes.write(1, Events.batch(700, 3), true);

    assertThat(interactive.durable()).isEmpty();
    assertThat(first.durable().size() + second.durable().size()).isEqualTo(668);
    Map<String, Integer> laneOf = new HashMap<>();
    first.durable().forEach(event -> laneOf.put(event.shopper(), 1));
    assertThat(second.durable()).noneMatch(event -> laneOf.containsKey(event.shopper()));
    assertThat(first.durable()).hasSizeBetween(200, 468);
  }

  @Test
  void eventsOfUnknownShoppersAreSpreadToo() {
    List<ShopEvent> anonymous =
        Events.batch(0, 400).stream()
            .map(event -> Events.event(event.id(), "x", "p"))
            .map(LanesTest::withoutShopper)
            .toList();

    lanes.write(1, anonymous, true);

    assertThat(first.durable()).hasSizeBetween(150, 250);
  }

  @Test
  void theAnswerComesWhenEveryPartIsDurable() {
    second.hold();

    Future<Written> answer = lanes.write(1, Events.batch(0, 200), true);

    assertThat(first.durable()).isNotEmpty();
    assertThat(answer.isComplete()).isFalse();
    second.release();
    assertThat(written(answer)).isEqualTo(new Written(200, 0));
  }

  @Test
  void duplicatesAreCountedAcrossLanes() {
    lanes.write(1, Events.batch(0, 10), false);

    assertThat(written(lanes.write(1, Events.batch(0, 100), true))).isEqualTo(new Written(90, 10));
  }

  @Test
  void aFullLaneRefusesTheWholeBatchBeforeAnythingIsWritten() {
    second.hold();
    lanes.write(1, Events.batch(0, 1_800), true);
    int before = first.durable().size();

    Future<Written> refused = lanes.write(1, Events.batch(2_000, 1_000), true);

    assertThat(refused.failed()).isTrue();
    assertThat(Failure.of(refused.cause()).code()).isEqualTo(StandardErrorCode.OVERLOADED);
    assertThat(first.durable()).hasSize(before);
    second.release();
    assertThat(lanes.write(1, Events.batch(2_000, 1_000), true).succeeded()).isTrue();
  }

  @Test
  void aBatchLargerThanTheQueueIsTakenAlone() {
    assertThat(lanes.write(1, Events.batch(0, 5_000), true).succeeded()).isTrue();
  }

  @Test
  void cartsPassWhileBulkLanesAreFull() {
    first.hold();
    second.hold();
    lanes.write(1, Events.batch(0, 2_000), true);

    assertThat(lanes.cart(1, Events.event("cart", "s", "p")).succeeded()).isTrue();
  }

  @Test
  void theFailureOfOnePartFailsTheBatchAfterTheOthersAreThrough() {
    second.fail(new IllegalStateException("disk"));
    first.hold();

    Future<Written> answer = lanes.write(1, Events.batch(0, 200), true);

    assertThat(answer.isComplete()).isFalse();
    first.release();
    assertThat(answer.failed()).isTrue();
    second.fail(null);
    Written again = written(lanes.write(1, Events.batch(0, 200), true));
    assertThat(again.fresh() + again.duplicates()).isEqualTo(200);
    assertThat(again.duplicates()).isEqualTo(first.durable().size());
  }

  @Test
  void queuesAndTimesAreFigures() {
    second.hold();
    lanes.write(1, Events.batch(0, 200), true);

    assertThat(gauge("2")).isPositive();
    second.release();
    assertThat(gauge("2")).isZero();
    assertThat(registry.get("pannier.ingestion.journal").tag("lane", "2").timer().count()).isOne();
  }

  private double gauge(String lane) {
    return registry.get("pannier.ingestion.queue").tag("lane", lane).gauge().value();
  }

  private static Written written(Future<Written> answer) {
    return Objects.requireNonNull(answer.result());
  }

  private static ShopEvent withoutShopper(ShopEvent event) {
    return new ShopEvent(
        event.key(),
        event.id(),
        event.type(),
        event.time(),
        "",
        0,
        "",
        event.sku(),
        -1,
        1,
        -1,
        "",
        null,
        -1,
        -1,
        Double.NaN,
        event.payload());
  }
}
