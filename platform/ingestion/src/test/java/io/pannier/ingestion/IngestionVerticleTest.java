package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Failure;
import io.pannier.messages.Keys;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Message;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.ProductsStored;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.ProfilesStored;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShopperErased;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.ShoppersSubmitted;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.Telemetry;
import io.pannier.messages.TimeOrderedId;
import io.pannier.messages.json.ProductJson;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestionVerticleTest {
  private static final int SHARDS = 4;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long ARRIVED = 123_456_789L;

  private final Vertx vertx = Vertx.vertx();
  private final FakeStore store = new FakeStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<OfferRequest> requests = new LinkedBlockingQueue<>();
  private volatile int requestedShard = -1;

  @BeforeEach
  void deploy() {
    LocalCodec.register(vertx);
    for (String address :
        List.of(
            Addresses.EVENTS_JOURNALED,
            Addresses.PRODUCTS_STORED,
            Addresses.PROFILES_STORED,
            Addresses.SHOPPER_ERASED)) {
      vertx.eventBus().<Message>localConsumer(address, message -> heard.add(message.body()));
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      int number = shard;
      vertx
          .eventBus()
          .<OfferRequest>localConsumer(
              Addresses.offerRequested(shard),
              message -> {
                requestedShard = number;
                requests.add(message.body());
              });
    }
    Telemetry telemetry = new Telemetry(registry, OpenTelemetry.noop().getTracer("test"));
    vertx
        .deployVerticle(
            new IngestionVerticle(
                new IngestionConfig(2, 64, 1_000, 1_000, 100),
                store,
                telemetry,
                SHARDS,
                InstantSource.fixed(NOW)))
        .await();
    store.assign(FakeStore.SHOP, List.of("a", "b", "c"));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aCartGoesOnResolvedWithItsDecisionAndDeadline() throws Exception {
    OfferRequest request =
        ask(
            asked(
                "shopper",
                "session",
                List.of(
                    new CartLine("b", 1),
                    new CartLine("nope", 1),
                    new CartLine("a", 2),
                    new CartLine("nope", 4),
                    new CartLine("b", 3)),
                List.of(),
                OfferRequest.Kind.BUNDLES,
                2));

    assertThat(request.cart()).containsExactly(1, 0);
    assertThat(request.quantities()).containsExactly(4, 2);
    assertThat(request.warnings()).containsExactly("SKU_UNKNOWN: nope");
    assertThat(request.candidates()).isNull();
    assertThat(request.limit()).isEqualTo(2);
    assertThat(request.cartId()).isEqualTo(7);
    assertThat(TimeOrderedId.millis(request.decision())).isEqualTo(NOW.toEpochMilli());
    assertThat(request.now()).isEqualTo(NOW.toEpochMilli());
    assertThat(request.deadlineNanos())
        .isEqualTo(ARRIVED + request.placement().deadline().toNanos());
    assertThat(requestedShard).isEqualTo(Keys.shardOfShopper(request.shopperKey(), SHARDS));

    EventsJournaled journaled = hear(EventsJournaled.class);
    ShopEvent cart = journaled.events().getFirst().event();
    assertThat(journaled.lane()).isZero();
    assertThat(cart.isCart()).isTrue();
    assertThat(cart.decision()).isEqualTo(request.decision());
    assertThat(cart.payload()).contains("\"nope\"");
  }

  @Test
  void questionsWithoutShopperGoByTheirSession() throws Exception {
    OfferRequest request =
        ask(asked("", "session", List.of(), List.of(), OfferRequest.Kind.BUNDLES, 0));

    assertThat(request.shopperKey()).isZero();
    assertThat(request.limit()).isEqualTo(request.placement().limit());
    assertThat(requestedShard).isEqualTo(Keys.shardOfShopper(Keys.shopper(1, "session"), SHARDS));
  }

  @Test
  void aRankingNamesItsCandidatesAndIsNotJournaled() throws Exception {
    OfferRequest request =
        ask(asked("s", "", List.of(), List.of("c", "x", "a", "c"), OfferRequest.Kind.RANK, 0));

    assertThat(request.candidates()).containsExactly(2, 0);
    assertThat(request.limit()).isEqualTo(2);
    assertThat(request.warnings()).containsExactly("SKU_UNKNOWN: x");
    request(
        Addresses.SHOPPERS_SUBMITTED, new ShoppersSubmitted(FakeStore.SHOP, List.of(), new int[0]));
    assertThat(store.log(0).durable()).isEmpty();
  }

  @Test
  void aJournalThatHangsOrFailsDoesNotStopTheOffer() throws Exception {
    store.log(0).hold();
    ask(asked("s", "", List.of(), List.of(), OfferRequest.Kind.BUNDLES, 0));
    store.log(0).fail(new IllegalStateException("no disk"));
    ask(asked("s", "", List.of(), List.of(), OfferRequest.Kind.BUNDLES, 0));
    ask(asked("s", "", List.of(), List.of(), OfferRequest.Kind.BUNDLES, 0));

    // Answered on the same event loop, so whatever the questions set off is done by then.
    request(
        Addresses.SHOPPERS_SUBMITTED, new ShoppersSubmitted(FakeStore.SHOP, List.of(), new int[0]));

    assertThat(registry.get("pannier.ingestion.carts").counter().count()).isEqualTo(3);
    assertThat(registry.get("pannier.stage").tag("stage", "ingestion").timer().count())
        .isEqualTo(3);
  }

  @Test
  void eventsGetItemsAreDurableThenAnsweredAndPublished() throws Exception {
    SubmissionResult result =
        request(Addresses.EVENTS_SUBMITTED, events(Events.batch(0, 30), false));
    SubmissionResult again =
        request(Addresses.EVENTS_SUBMITTED, events(Events.batch(20, 200), true));

    assertThat(result).isEqualTo(new SubmissionResult(30, 0, List.of()));
    assertThat(again).isEqualTo(new SubmissionResult(190, 10, List.of()));
    EventsJournaled journaled = hear(EventsJournaled.class);
    assertThat(journaled.events())
        .hasSize(30)
        .allMatch(event -> event.event().item() == store.find(1, event.event().sku()));
    assertThat(
            registry.get("pannier.ingestion.events").tag("result", "duplicate").counter().count())
        .isEqualTo(10);
  }

  @Test
  void noAnswerBeforeTheCommit() throws Exception {
    store.log(0).hold();
    var answer =
        vertx
            .eventBus()
            .<SubmissionResult>request(
                Addresses.EVENTS_SUBMITTED, events(Events.batch(0, 1), false));
    while (store.log(0).waiting() == 0) {
      Thread.onSpinWait();
    }
    assertThat(answer.isComplete()).isFalse();

    store.log(0).release();

    assertThat(answer.await().body().accepted()).isOne();
  }

  @Test
  void aShopWithTooManyItemsKeepsTheEventWithoutItem() {
    store.allowItems(3);

    SubmissionResult result =
        request(
            Addresses.EVENTS_SUBMITTED,
            events(List.of(Events.event("1", "s", "a"), Events.event("2", "s", "new")), false));

    assertThat(result.accepted()).isEqualTo(2);
    assertThat(store.log(0).durable()).extracting(ShopEvent::item).containsExactly(0, -1);
    assertThat(registry.get("pannier.ingestion.items.exceeded").counter().count()).isOne();
  }

  @Test
  void whatIsTooMuchIsRefusedAsOverloaded() {
    store.log(1).hold();
    store.log(2).hold();
    vertx.eventBus().request(Addresses.EVENTS_SUBMITTED, events(Events.batch(0, 1_900), true));

    assertThat(refused(Addresses.EVENTS_SUBMITTED, events(Events.batch(2_000, 1_900), true)))
        .isEqualTo(StandardErrorCode.OVERLOADED);
    assertThat(
            request(Addresses.EVENTS_SUBMITTED, events(Events.batch(5_000, 5), false)).accepted())
        .isEqualTo(5);
  }

  @Test
  void productsAreStoredThenPublished() throws Exception {
    var draft =
        ProductJson.one(
            FakeStore.SHOP,
            "{\"sku\":\"n\",\"price\":2.5,\"stock\":3}".getBytes(StandardCharsets.UTF_8));
    ProductsSubmitted submitted =
        new ProductsSubmitted(FakeStore.SHOP, List.of(draft), new int[] {0});

    SubmissionResult result = request(Addresses.PRODUCTS_SUBMITTED, submitted);

    assertThat(result.accepted()).isOne();
    ProductsStored stored = hear(ProductsStored.class);
    assertThat(stored.products().getFirst().price()).isEqualTo(250);
    assertThat(stored.statedAt()).isEqualTo(NOW.toEpochMilli());

    store.failProducts(new PannierException(StandardErrorCode.STORE_UNAVAILABLE, "down"));
    assertThat(refused(Addresses.PRODUCTS_SUBMITTED, submitted))
        .isEqualTo(StandardErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void profilesAndErasuresArePublished() throws Exception {
    Profile profile = new Profile("s", Map.of("segment", "gold"), "{}");
    SubmissionResult result =
        request(
            Addresses.SHOPPERS_SUBMITTED,
            new ShoppersSubmitted(FakeStore.SHOP, List.of(profile), new int[] {0}));
    assertThat(result.accepted()).isOne();
    assertThat(hear(ProfilesStored.class).profiles()).containsExactly(profile);

    ErasureReceipt receipt =
        vertx
            .eventBus()
            .<ErasureReceipt>request(
                Addresses.ERASURE_SUBMITTED, new ShopperErasure(FakeStore.SHOP, "s"))
            .await()
            .body();
    assertThat(receipt.receipt()).isEqualTo(FakeStore.RECEIPT);
    assertThat(hear(ShopperErased.class)).isEqualTo(new ShopperErased(1, Keys.shopper(1, "s")));
  }

  @Test
  void undeployingClosesEveryLane() {
    vertx.close().await();

    assertThat(IntStream.range(0, 3).allMatch(lane -> store.log(lane).closed())).isTrue();
  }

  private OfferRequest ask(OfferAsked asked) throws InterruptedException {
    vertx.eventBus().send(Addresses.OFFER_ASKED, asked);
    return Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS), "no request went on");
  }

  private static OfferAsked asked(
      String shopper,
      String session,
      List<CartLine> cart,
      List<String> candidates,
      OfferRequest.Kind kind,
      int limit) {
    return new OfferAsked(
        FakeStore.SHOP,
        shopper,
        session,
        Placement.standard("cart"),
        cart,
        7,
        candidates,
        kind,
        limit,
        false,
        "reply",
        "subscriber",
        ARRIVED,
        SpanContext.getInvalid());
  }

  private static EventsSubmitted events(List<ShopEvent> events, boolean bulk) {
    return new EventsSubmitted(
        FakeStore.SHOP, events, IntStream.range(0, events.size()).toArray(), bulk);
  }

  private SubmissionResult request(String address, Message body) {
    return vertx.eventBus().<SubmissionResult>request(address, body).await().body();
  }

  private Object refused(String address, Message body) {
    return Failure.of(catchThrowable(() -> request(address, body))).code();
  }

  private <M extends Message> M hear(Class<M> type) throws InterruptedException {
    return type.cast(
        Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS), "nothing was published"));
  }
}
