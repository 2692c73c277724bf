package io.pannier.gateway;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.pannier.messages.Addresses;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.UUID;

/**
 * Sends questions that came over HTTP into the flow and waits for the last stage's answers.
 *
 * <p>Each question has a reply address of its own, {@code gateway.reply.<instance>.<n>}, that is
 * never used again: an answer that comes too late finds nobody, and can never be taken for the
 * answer to somebody else's question. Used on one event loop.
 */
public final class OfferDesk {
  /**
   * What is asked in words has this long at least: the language model reads the words first, which
   * alone takes some milliseconds of a core, and who typed a sentence waits for what they meant.
   */
  static final Duration WORDS_DEADLINE = Duration.ofMillis(150);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final String prefix = "gateway.reply." + UUID.randomUUID() + ".";
  private long asked;
  private int pending;

  public OfferDesk(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * Completes with the offer as JSON.
   *
   * @return fails with OVERLOADED when too many questions are under way, with DEADLINE_EXCEEDED
   *     when the answer is not there a grace after the deadline
   */
  public Future<Buffer> ask(
      Shop shop,
      Placement placement,
      OfferQuestion question,
      OfferRequest.Kind kind,
      long arrivedNanos,
      Span span) {
    if (pending >= config.maxPendingOffers()) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.OVERLOADED, "too many questions are under way; try again"));
    }
    pending++;
    Placement heard = question.query().isEmpty() ? placement : patient(placement);
    String address = prefix + asked++;
    Promise<Buffer> answer = Promise.promise();
    MessageConsumer<OfferReady> consumer =
        vertx
            .eventBus()
            .localConsumer(address, message -> answer.tryComplete(message.body().offer()));
    long wait = heard.deadline().plus(config.offerGrace()).toMillis();
    long timer =
        vertx.setTimer(
            wait,
            ignored ->
                answer.tryFail(
                    new PannierException(
                        StandardErrorCode.DEADLINE_EXCEEDED,
                        "no offer within " + wait + " ms; try again")));
    vertx
        .eventBus()
        .send(
            Addresses.OFFER_ASKED,
            new OfferAsked(
                shop,
                question.shopper(),
                question.session(),
                heard,
                question.cart(),
                -1,
                question.candidates(),
                kind,
                question.limit(),
                question.explain(),
                address,
                "",
                arrivedNanos,
                span.getSpanContext(),
                question.query()));
    return answer
        .future()
        .onComplete(
            done -> {
              pending--;
              vertx.cancelTimer(timer);
              consumer.unregister();
              if (done.failed()) {
                span.setStatus(StatusCode.ERROR);
              }
              span.end();
            });
  }

  private static Placement patient(Placement placement) {
    return placement.deadline().compareTo(WORDS_DEADLINE) < 0
        ? placement.withDeadline(WORDS_DEADLINE)
        : placement;
  }
}
