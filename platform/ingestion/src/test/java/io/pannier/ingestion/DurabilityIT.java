package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Message;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.Telemetry;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.ProductJson;
import io.pannier.store.DeadLetter;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingestion and Kafka on a real PostgreSQL that comes and goes. */
class DurabilityIT {
  private static final AtomicInteger SHOPS = new AtomicInteger();
  @TempDir static Path folder;
  private static EmbeddedPostgres server;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Telemetry telemetry =
      new Telemetry(registry, OpenTelemetry.noop().getTracer("test"));
  private final Queue<JournaledEvent> heard = new ConcurrentLinkedQueue<>();
  private Store store;
  private Shop shop;

  @BeforeAll
  static void startServer() {
    server = EmbeddedPostgres.start(folder.resolve("store"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void deploy() {
    store = Store.open(vertx, StoreConfig.defaults().at(server)).await();
    shop = store.shops().create("demo-" + SHOPS.incrementAndGet(), "GBP").await();
    LocalCodec.register(vertx);
    vertx
        .eventBus()
        .<EventsJournaled>localConsumer(
            Addresses.EVENTS_JOURNALED, message -> heard.addAll(message.body().events()));
    vertx
        .deployVerticle(
            new IngestionVerticle(
                IngestionConfig.defaults(),
                IngestionStore.of(store),
                telemetry,
                1,
                InstantSource.system()))
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void everythingThatComesInIsDurableAndPublishedAsItIsReplayed() {
    List<ShopEvent> batch =
        IntStream.range(0, 3_000).mapToObj(i -> EventJson.one(shop, event(i), window())).toList();
    assertThat(submit(batch, true)).isEqualTo(new SubmissionResult(3_000, 0, List.of()));
    assertThat(submit(batch.subList(0, 50), false))
        .isEqualTo(new SubmissionResult(0, 50, List.of()));
    vertx
        .eventBus()
        .send(
            Addresses.OFFER_ASKED,
            new OfferAsked(
                shop,
                "s-1",
                "",
                Placement.standard("cart"),
                List.of(new OfferAsked.CartLine("p-1", 2)),
                1,
                List.of(),
                OfferRequest.Kind.BUNDLES,
                0,
                false,
                "reply",
                "",
                System.nanoTime(),
                SpanContext.getInvalid()));
    await(() -> heard.size() == 3_001);

    Queue<JournaledEvent> replayed = new ConcurrentLinkedQueue<>();
    store.journal().replay(Map.of(), journaled -> replayed.addAll(journaled.events())).await();
    replayed.removeIf(journaled -> journaled.shop() != shop.number());

    assertThat(replayed).containsExactlyInAnyOrderElementsOf(heard);
    assertThat(heard).filteredOn(journaled -> journaled.event().isCart()).hasSize(1);
  }

  @Test
  void productsAndErasuresReachTheStore() {
    var drafts =
        ProductJson.array(
            shop, "[{\"sku\":\"a\",\"price\":1,\"stock\":2}]".getBytes(StandardCharsets.UTF_8), 9);
    SubmissionResult result =
        request(
            SubmissionResult.class,
            Addresses.PRODUCTS_SUBMITTED,
            new ProductsSubmitted(shop, drafts.elements(), drafts.indexes()));
    ErasureReceipt receipt =
        request(ErasureReceipt.class, Addresses.ERASURE_SUBMITTED, new ShopperErasure(shop, "s-1"));

    assertThat(result.accepted()).isOne();
    assertThat(store.items().find(shop.number(), "a")).isZero();
    assertThat(store.erasures().done(receipt.receipt()).await()).isPresent();
  }

  @Test
  void kafkaWaitsForAJournalThatStandsStillAndSurvivesItsDeath() throws SQLException {
    try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"))) {
      broker.createTopic("events", 3);
      for (int i = 0; i < 5_000; i++) {
        broker.send("events", "s-" + i % 41, event(i), null);
      }
      broker.send("events", "s-3", "{\"id\":".getBytes(StandardCharsets.UTF_8), null);
      broker.flush();
      Connection blocker = connect();
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table journal in access exclusive mode");
      vertx
          .deployVerticle(
              new KafkaSourceVerticle(
                  new KafkaConfig(
                      true,
                      broker.address(),
                      "pannier",
                      "events",
                      "",
                      shop.name(),
                      "",
                      false,
                      500,
                      Map.of()),
                  IngestionStore.of(store),
                  telemetry,
                  InstantSource.system()))
          .await();
      await(() -> queued() > 0);
      assertThat(broker.committed("pannier", "events")).isZero();
      assertThat(heard).isEmpty();

      ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
      blocker.abort(Runnable::run);

      await(() -> broker.committed("pannier", "events") == 5_001);
    }

    assertThat(count("select count(*) from journal where shop = " + shop.number()))
        .isEqualTo(5_000);
    assertThat(heard).extracting(journaled -> journaled.event().id()).doesNotHaveDuplicates();
    assertThat(heard).hasSize(5_000);
    List<DeadLetter> letters = store.deadLetters().list(10).await();
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().code()).isEqualTo("MALFORMED_JSON");
    assertThat(letters.getFirst().source()).startsWith("kafka:events/");
    assertThat(letters.getFirst().shopper()).isEqualTo("s-3");
  }

  private SubmissionResult submit(List<ShopEvent> events, boolean bulk) {
    return request(
        SubmissionResult.class,
        Addresses.EVENTS_SUBMITTED,
        new EventsSubmitted(shop, events, IntStream.range(0, events.size()).toArray(), bulk));
  }

  private <R extends Message> R request(Class<R> type, String address, Message body) {
    return type.cast(vertx.eventBus().request(address, body).await().body());
  }

  private double queued() {
    return registry.find("pannier.ingestion.queue").gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database(),
        server.user(),
        server.password());
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static EventWindow window() {
    return EventWindow.live(System.currentTimeMillis());
  }

  private static byte[] event(int number) {
    return Events.json("e-" + number, "s-" + number % 41, "p-" + number % 20)
        .replace("2026-01-01T00:00:00Z", Instant.now().toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not reached in time");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
