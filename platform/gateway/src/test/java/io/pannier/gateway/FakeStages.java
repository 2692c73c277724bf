package io.pannier.gateway;

import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Message;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.OfferRequest.Channel;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.ShoppersSubmitted;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.Subscribed;
import io.pannier.messages.SubscriptionClosed;
import io.pannier.messages.SubscriptionOpened;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The five stages as the gateway sees them: what they are sent, and plain answers. */
final class FakeStages {
  static final String EPOCH = "epoch-1";

  final BlockingQueue<OfferAsked> asked = new LinkedBlockingQueue<>();
  final BlockingQueue<EventsSubmitted> events = new LinkedBlockingQueue<>();
  final BlockingQueue<ProductsSubmitted> products = new LinkedBlockingQueue<>();
  final BlockingQueue<ShoppersSubmitted> shoppers = new LinkedBlockingQueue<>();
  final BlockingQueue<ShopperErasure> erasures = new LinkedBlockingQueue<>();
  final BlockingQueue<SubscriptionOpened> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<SubscriptionClosed> closed = new LinkedBlockingQueue<>();
  final Map<Channel, AtomicLong> offsets = new ConcurrentHashMap<>();
  final Set<UUID> durable = ConcurrentHashMap.newKeySet();

  /** Placements that nobody answers for. */
  final Set<String> silent = ConcurrentHashMap.newKeySet();

  private final Vertx vertx;

  FakeStages(Vertx vertx) {
    this.vertx = vertx;
    vertx.eventBus().<OfferAsked>localConsumer(Addresses.OFFER_ASKED, m -> answer(m.body()));
    vertx
        .eventBus()
        .<EventsSubmitted>localConsumer(
            Addresses.EVENTS_SUBMITTED,
            m -> {
              events.add(m.body());
              m.reply(journal(m.body().events()));
            });
    vertx
        .eventBus()
        .<ProductsSubmitted>localConsumer(
            Addresses.PRODUCTS_SUBMITTED,
            m -> {
              products.add(m.body());
              m.reply(new SubmissionResult(m.body().products().size(), 0, List.of()));
            });
    vertx
        .eventBus()
        .<ShoppersSubmitted>localConsumer(
            Addresses.SHOPPERS_SUBMITTED,
            m -> {
              shoppers.add(m.body());
              m.reply(new SubmissionResult(m.body().profiles().size(), 0, List.of()));
            });
    vertx
        .eventBus()
        .<ShopperErasure>localConsumer(
            Addresses.ERASURE_SUBMITTED,
            m -> {
              erasures.add(m.body());
              m.reply(new ErasureReceipt(UUID.randomUUID()));
            });
    vertx
        .eventBus()
        .<SubscriptionOpened>localConsumer(
            Addresses.SUBSCRIPTION_OPENED,
            m -> {
              opened.add(m.body());
              m.reply(subscribed(m.body()));
            });
    vertx
        .eventBus()
        .<SubscriptionClosed>localConsumer(
            Addresses.SUBSCRIPTION_CLOSED, m -> closed.add(m.body()));
  }

  /** Pushes an offer as delivery does. */
  void push(String address, Channel channel, long offset, long cart, Buffer offer) {
    Message ready = new OfferReady(channel, EPOCH, offset, cart, offer);
    vertx.eventBus().send(address, ready);
  }

  static JsonObject offer(String placement) {
    return new JsonObject()
        .put("decision", "0190a1b2-0000-7000-8000-000000000001")
        .put("placement", placement)
        .put("strategy", "genetic@1.0.0")
        .put("model", "item-knn@1.0.0")
        .put("degraded", false)
        .put("validUntil", "2026-06-01T12:15:00Z")
        .put("warnings", new JsonArray())
        .put(
            "bundles",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("bundle", 0)
                        .put("position", 0)
                        .put(
                            "items",
                            new JsonArray()
                                .add(
                                    new JsonObject()
                                        .put("sku", "mug")
                                        .put("title", "Mug “Zoë”")
                                        .put("quantity", 2)
                                        .put("price", 4.5)))
                        .put("listPrice", 9.0)
                        .put("price", 8.1)
                        .put("discount", 0.9)
                        .put("currency", "GBP")
                        .put("objectives", new JsonObject().put("conversion", 0.08))
                        .put("propensity", 1.0)
                        .put("reasons", new JsonArray().add(reason()))))
        .put("timing", new JsonObject().put("totalMillis", 2.5));
  }

  private static JsonObject ranking(OfferAsked question) {
    JsonArray candidates = new JsonArray();
    for (String sku : question.candidates()) {
      candidates.add(
          new JsonObject()
              .put("sku", sku)
              .put("score", 0.5)
              .put("reasons", new JsonArray().add(reason())));
    }
    JsonObject ranking = offer(question.placement().name()).put("candidates", candidates);
    ranking.remove("bundles");
    return ranking;
  }

  private static JsonObject reason() {
    return new JsonObject()
        .put("kind", "co-purchase")
        .put("sku", "mug")
        .put("because", "teapot")
        .put("text", "bought with teapot");
  }

  private void answer(OfferAsked question) {
    asked.add(question);
    String placement = question.placement().name();
    if (silent.contains(placement)) {
      return;
    }
    String session = question.session().isEmpty() ? question.shopper() : question.session();
    Channel channel = new Channel(question.shop().number(), session, placement);
    long offset =
        question.subscriber().isEmpty()
            ? 0
            : offsets.computeIfAbsent(channel, c -> new AtomicLong()).incrementAndGet();
    push(
        question.replyAddress(),
        channel,
        offset,
        question.cartId(),
        (question.kind() == OfferRequest.Kind.RANK ? ranking(question) : offer(placement))
            .put("lines", question.cart().size())
            .toBuffer());
  }

  private SubmissionResult journal(List<ShopEvent> sent) {
    int fresh = 0;
    for (ShopEvent event : sent) {
      fresh += durable.add(event.key()) ? 1 : 0;
    }
    return new SubmissionResult(fresh, sent.size() - fresh, List.of());
  }

  private Subscribed subscribed(SubscriptionOpened wanted) {
    AtomicLong offset = offsets.get(wanted.channel());
    return new Subscribed(
        wanted.channel(),
        EPOCH,
        offset == null ? 0 : offset.get(),
        wanted.sinceEpoch().equals(EPOCH));
  }
}
