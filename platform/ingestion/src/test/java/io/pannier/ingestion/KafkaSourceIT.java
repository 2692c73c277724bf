package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.Telemetry;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kafka source against a real broker, with ingestion behind it and a store in memory. */
class KafkaSourceIT {
  private static final AtomicInteger TEST = new AtomicInteger();
  @TempDir static Path folder;
  private static KafkaBroker broker;

  private final Vertx vertx = Vertx.vertx();
  private final FakeStore store = new FakeStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Telemetry telemetry =
      new Telemetry(registry, OpenTelemetry.noop().getTracer("test"));
  private final int number = TEST.incrementAndGet();
  private final String events = "events-" + number;
  private final String products = "products-" + number;
  private final String group = "group-" + number;

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void deploy() {
    broker.createTopic(events, 4);
    broker.createTopic(products, 2);
    LocalCodec.register(vertx);
    vertx
        .deployVerticle(
            new IngestionVerticle(
                IngestionConfig.defaults(), store, telemetry, 1, InstantSource.system()))
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void eventsAndProductsArrive() {
    for (int i = 0; i < 500; i++) {
      broker.send(events, "s-" + i % 7, event(i), "demo");
    }
    for (int i = 0; i < 20; i++) {
      broker.send(
          products, "p-" + i, bytes("{\"sku\":\"p-" + i + "\",\"price\":1,\"stock\":2}"), null);
    }
    source();

    await(() -> durable().size() == 500 && store.products().size() == 20);
    await(() -> broker.committed(group, events) == 500 && broker.committed(group, products) == 20);
    assertThat(store.products()).extracting(ProductDraft::sku).contains("p-0", "p-19");
    assertThat(durable()).allMatch(event -> event.item() == store.find(1, event.sku()));
    assertThat(registry.get("pannier.kafka.records").tag("result", "taken").counter().count())
        .isEqualTo(520);
  }

  @Test
  void poisonGoesToTheDeadLettersWithTheReasonAndTheRestGoesOn() {
    broker.send(events, "s", event(1), "demo");
    broker.send(events, "s", bytes("{\"id\":"), "demo");
    broker.send(events, "s", new byte[] {'{', (byte) 0xff, '}'}, "demo");
    broker.send(events, "s", event(2), "elsewhere");
    broker.send(events, "s", event(2), null);
    broker.send(events, "s", null, "demo");
    broker.send(
        events,
        "s",
        bytes("{\"id\":\"x\",\"type\":\"rated\",\"time\":\"9999-01-01T00:00:00Z\"}"),
        "demo");
    broker.send(events, "s", event(3), "demo");
    source();

    await(() -> durable().size() == 2 && broker.committed(group, events) == 8);
    assertThat(store.buried())
        .extracting(PoisonRecord::code, PoisonRecord::shop, PoisonRecord::shopper)
        .containsExactlyInAnyOrder(
            tuple(code(StandardErrorCode.MALFORMED_JSON), 1, "s"),
            tuple(code(StandardErrorCode.INVALID_UTF8), 1, "s"),
            tuple(code(StandardErrorCode.SHOP_UNKNOWN), 0, "s"),
            tuple(code(StandardErrorCode.SHOP_UNKNOWN), 0, "s"),
            tuple(code(StandardErrorCode.FIELD_MISSING), 1, "s"),
            tuple(code(StandardErrorCode.EVENT_TIME_OUT_OF_RANGE), 1, "s"));
    assertThat(store.buried())
        .allMatch(poison -> poison.source().matches("kafka:" + events + "/\\d/\\d"))
        .anyMatch(
            poison -> new String(poison.payload(), StandardCharsets.UTF_8).equals("{\"id\":"));
  }

  @Test
  void whatTheJournalRefusesIsFoundAmongTheOthers() {
    store.refuse("e-137");
    for (int i = 0; i < 300; i++) {
      broker.send(events, "s-" + i % 7, event(i), "demo");
    }
    broker.flush();
    source();

    await(() -> durable().size() == 299 && broker.committed(group, events) == 300);
    assertThat(store.buried())
        .extracting(PoisonRecord::code)
        .containsExactly(code(StandardErrorCode.FIELD_INVALID));
    assertThat(new String(store.buried().getFirst().payload(), StandardCharsets.UTF_8))
        .contains("e-137");
  }

  @Test
  void nothingIsCommittedWhileTheJournalIsDownAndNothingIsLostOrDoubledAfter() throws Exception {
    hold();
    for (int i = 0; i < 2_500; i++) {
      broker.send(events, "s-" + i % 7, event(i), "demo");
    }
    broker.flush();
    String first = source();
    await(() -> store.log(1).waiting() + store.log(2).waiting() > 0);
    assertThat(broker.committed(group, events)).isZero();

    // The process goes away with the batch in flight, and another one takes over.
    vertx.undeploy(first).await();
    source();
    int before = store.log(1).waiting() + store.log(2).waiting();
    await(() -> store.log(1).waiting() + store.log(2).waiting() > before);
    assertThat(broker.committed(group, events)).isZero();
    assertThat(durable()).isEmpty();

    release();

    await(() -> durable().size() == 2_500 && broker.committed(group, events) == 2_500);
    assertThat(durable()).extracting(ShopEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void aFailingStoreIsTriedAgain() {
    store.failProducts(new PannierException(StandardErrorCode.STORE_UNAVAILABLE, "down"));
    CountDownLatch refused = new CountDownLatch(1);
    store.onProductFailure(refused::countDown);
    broker.send(products, "p", bytes("{\"sku\":\"p\",\"price\":1,\"stock\":2}"), null);
    source();
    assertThat(reached(refused)).isTrue();
    assertThat(broker.committed(group, products)).isZero();

    store.failProducts(null);

    await(() -> store.products().size() == 1 && broker.committed(group, products) == 1);
    assertThat(store.buried()).isEmpty();
  }

  @Test
  void partitionsMoveToANewMemberWhileABatchIsInFlight() {
    hold();
    for (int i = 0; i < 1_000; i++) {
      broker.send(events, "s-" + i % 41, event(i), "demo");
    }
    broker.flush();
    source();
    await(() -> store.log(1).waiting() + store.log(2).waiting() > 0);
    source();
    await(() -> broker.members(group) == 2);

    release();

    await(() -> durable().size() == 1_000 && broker.committed(group, events) == 1_000);
    for (int i = 1_000; i < 2_000; i++) {
      broker.send(events, "s-" + i % 41, event(i), "demo");
    }
    await(() -> durable().size() == 2_000 && broker.committed(group, events) == 2_000);
    assertThat(durable()).extracting(ShopEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void aServerThatCannotBeFoundIsToldInWords() {
    KafkaConfig config =
        new KafkaConfig(
            true, "no.such.host.invalid:9092", "g", "e", "p", "", "", false, 10, Map.of());

    assertThatThrownBy(
            () ->
                vertx
                    .deployVerticle(
                        new KafkaSourceVerticle(config, store, telemetry, InstantSource.system()))
                    .await())
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("no.such.host.invalid")
        .extracting(failure -> ((PannierException) failure).code())
        .isEqualTo(StandardErrorCode.KAFKA_FAILED);
  }

  @Test
  void nothingHappensWhenItIsOff() {
    vertx
        .deployVerticle(
            new KafkaSourceVerticle(
                KafkaConfig.defaults(), store, telemetry, InstantSource.system()))
        .await();
    assertThat(registry.find("kafka.consumer.fetch.manager.records.lag.max").gauge()).isNull();
  }

  private String source() {
    KafkaConfig config =
        new KafkaConfig(
            true,
            broker.address(),
            group,
            events,
            products,
            "",
            "demo",
            false,
            1_000,
            Map.of("heartbeat.interval.ms", "300", "fetch.max.wait.ms", "100"));
    return vertx
        .deployVerticle(new KafkaSourceVerticle(config, store, telemetry, InstantSource.system()))
        .await();
  }

  private void hold() {
    store.log(1).hold();
    store.log(2).hold();
  }

  private void release() {
    store.log(1).release();
    store.log(2).release();
  }

  private List<ShopEvent> durable() {
    List<ShopEvent> all = new ArrayList<>(store.log(1).durable());
    all.addAll(store.log(2).durable());
    return all;
  }

  private static byte[] event(int number) {
    return bytes(
        Events.json("e-" + number, "s-" + number % 41, "p-" + number % 20)
            .replace("2026-01-01T00:00:00Z", java.time.Instant.now().toString()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ErrorCode code(StandardErrorCode code) {
    return code;
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The broker tells nobody when an offset is committed, so the state is asked for. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not reached in time");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
