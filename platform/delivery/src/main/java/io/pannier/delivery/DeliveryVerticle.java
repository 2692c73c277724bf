package io.pannier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.pannier.messages.Addresses;
import io.pannier.messages.BundlesComposed;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.ProductsPublished;
import io.pannier.messages.Rung;
import io.pannier.messages.Subscribed;
import io.pannier.messages.SubscriptionClosed;
import io.pannier.messages.SubscriptionOpened;
import io.pannier.messages.Telemetry;
import io.pannier.store.Decision;
import io.pannier.store.Exposures;
import io.pannier.store.Ledger;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery stage on the event bus. */
public final class DeliveryVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryVerticle.class);
  private static final long EXPIRY_MILLIS = 60_000;

  private final DeliveryConfig config;
  private final Ledger ledger;
  private final Exposures exposures;
  private final Telemetry telemetry;
  private final Telemetry.Stage stage;
  private final Timer endToEnd;
  private final Counter[] offersByRung;
  private final Counter unwritten;
  private final Channels channels;
  private final StockBook stock = new StockBook();
  private final String epoch = UUID.randomUUID().toString();

  /**
   * @param exposures who was answered in which arm of a divided placement
   */
  public DeliveryVerticle(
      DeliveryConfig config, Ledger ledger, Exposures exposures, Telemetry telemetry) {
    this.config = config;
    this.ledger = ledger;
    this.exposures = exposures;
    this.telemetry = telemetry;
    this.stage = telemetry.stage("delivery");
    this.channels = new Channels(config);
    this.endToEnd =
        Timer.builder("pannier.offer")
            .description("From the door to the push")
            .publishPercentiles(0.5, 0.9, 0.99)
            .register(telemetry.registry());
    this.offersByRung = new Counter[Rung.values().length];
    for (Rung rung : Rung.values()) {
      offersByRung[rung.ordinal()] =
          telemetry
              .registry()
              .counter("pannier.offers", "rung", rung.name().toLowerCase(Locale.ROOT));
    }
    this.unwritten =
        Counter.builder("pannier.decisions.unwritten")
            .description("Decisions that the ledger did not take")
            .register(telemetry.registry());
  }

  @Override
  public Future<?> start() {
    telemetry.registry().gauge("pannier.channels", channels, Channels::size);
    var bus = vertx.eventBus();
    bus.<BundlesComposed>localConsumer(
        Addresses.BUNDLES_COMPOSED, message -> deliver(message.body()));
    bus.<ProductsPublished>localConsumer(
        Addresses.PRODUCTS_PUBLISHED, message -> stock.update(message.body()));
    bus.<SubscriptionOpened>localConsumer(Addresses.SUBSCRIPTION_OPENED, this::subscribe);
    bus.<SubscriptionClosed>localConsumer(
        Addresses.SUBSCRIPTION_CLOSED,
        message -> channels.unsubscribe(message.body().channel(), message.body().subscriber()));
    vertx.setPeriodic(EXPIRY_MILLIS, timer -> channels.expire(System.nanoTime()));
    return Future.succeededFuture();
  }

  private void subscribe(Message<SubscriptionOpened> message) {
    SubscriptionOpened opened = message.body();
    channels.subscribe(opened.channel(), opened.subscriber(), opened.address());
    Channels.State state = channels.of(opened.channel());
    Channels.LastAnswer last = state.last();
    boolean recovered = epoch.equals(opened.sinceEpoch()) && state.remembers(opened.sinceOffset());
    message.reply(new Subscribed(opened.channel(), epoch, state.offset(), recovered));
    if (recovered && last != null && state.offset() > opened.sinceOffset()) {
      vertx
          .eventBus()
          .send(
              opened.address(),
              new OfferReady(opened.channel(), epoch, state.offset(), -1, last.offer()));
    }
  }

  private void deliver(BundlesComposed composed) {
    OfferRequest request = composed.scored().request();
    long now = System.nanoTime();
    long validUntil = request.now() + config.validity().toMillis();
    boolean overHttp = request.subscriber().isEmpty();
    Channels.State state = overHttp ? null : channels.of(request.channel());
    Channels.LastAnswer cached = state == null ? null : stillGood(composed, state.last());
    Buffer bundles = cached == null ? OfferWriter.bundles(composed) : cached.bundles();
    Buffer offer = OfferWriter.offer(composed, bundles, cached, validUntil, now);
    if (state == null) {
      send(request.replyAddress(), new OfferReady(request.channel(), "", 0, -1, offer));
    } else {
      push(request, state, lastAnswer(composed, cached, bundles, offer, now));
    }
    Rung rung = cached == null ? composed.rung() : Rung.CACHED;
    write(composed, rung, offer, validUntil);
    exposures.seen(request);
    long done = System.nanoTime();
    offersByRung[rung.ordinal()].increment();
    endToEnd.record(done - request.arrivedNanos(), TimeUnit.NANOSECONDS);
    stage.done(request.trace(), composed.composedNanos(), done);
  }

  /**
   * The last answer of the channel, if the ladder has come down to its last rung and that answer
   * can still be given: same configuration, nothing of it in the cart, everything still in stock
   * and allowed by the rules that hold now. Where they require something, what was just composed
   * holds it and the last answer need not.
   */
  private Channels.@Nullable LastAnswer stillGood(
      BundlesComposed composed, Channels.@Nullable LastAnswer last) {
    OfferRequest request = composed.scored().request();
    if (composed.rung() != Rung.POPULARITY
        || last == null
        || last.items().length == 0
        || last.revision() != request.placement().revision()
        || !composed.scored().rules().required().isEmpty()
        || System.nanoTime() - last.madeNanos() > config.validity().toNanos()) {
      return null;
    }
    for (int i = 0; i < last.items().length; i++) {
      int item = last.items()[i];
      if (!stock.holds(request.shop().number(), item, last.quantities()[i])
          || !composed.scored().rules().allows(item)
          || contains(request.cart(), item)) {
        return null;
      }
    }
    return last;
  }

  private static Channels.LastAnswer lastAnswer(
      BundlesComposed composed,
      Channels.@Nullable LastAnswer cached,
      Buffer bundles,
      Buffer offer,
      long now) {
    if (cached != null) {
      return new Channels.LastAnswer(
          offer,
          bundles,
          cached.items(),
          cached.quantities(),
          cached.revision(),
          cached.strategy(),
          cached.model(),
          cached.madeNanos(),
          composed.scored().request().arrivedNanos());
    }
    return Channels.LastAnswer.of(composed, bundles, offer, now);
  }

  private void push(OfferRequest request, Channels.State state, Channels.LastAnswer answer) {
    for (Channels.Push push : state.take(request, answer)) {
      send(
          push.address(),
          new OfferReady(request.channel(), epoch, push.offset(), push.cartId(), push.offer()));
    }
  }

  private void send(String address, OfferReady ready) {
    vertx.eventBus().send(address, ready);
  }

  private void write(BundlesComposed composed, Rung rung, Buffer offer, long validUntil) {
    Decision decision = DecisionRecord.of(composed, rung, offer, validUntil);
    ledger
        .append(List.of(decision))
        .onFailure(
            e -> {
              unwritten.increment();
              LOG.warn("decision {} was not written: {}", decision.id(), e.toString());
            });
  }

  private static boolean contains(int[] items, int wanted) {
    for (int item : items) {
      if (item == wanted) {
        return true;
      }
    }
    return false;
  }
}
