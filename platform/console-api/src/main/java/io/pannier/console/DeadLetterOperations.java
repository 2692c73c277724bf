package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.GatewayConfig;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Failure;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.Parsed;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.AuditNote;
import io.pannier.store.KeptLetter;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What could not be taken: looked at, and sent on its way again once its cause is mended. */
final class DeadLetterOperations {
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 500;
  private static final int COUNTED = 1_000_000;

  private final Vertx vertx;
  private final Store store;
  private final GatewayConfig config;
  private final InstantSource clock;

  DeadLetterOperations(Vertx vertx, Store store, GatewayConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    long before = call.query("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) call.query("limit", PAGE, 1, LARGEST_PAGE);
    return store
        .deadLetters()
        .list(shop, before, limit)
        .compose(
            letters ->
                store
                    .deadLetters()
                    .count(shop, COUNTED)
                    .map(count -> answer(letters, limit, count)));
  }

  /** Events that are taken now, or were taken meanwhile, are dead letters no longer. */
  Future<Answer> redrive(AdminCall call) {
    Shop shop = call.shop();
    return call.fields()
        .compose(
            fields -> {
              List<Long> ids = fields.integers("ids", LARGEST_PAGE);
              String detail = new JsonObject().put("ids", new JsonArray(ids)).encode();
              AuditNote note =
                  new AuditNote(
                      call.author(),
                      "dead-letters.redriven",
                      shop.number(),
                      ids.size() + " letters",
                      fields.reason(),
                      detail);
              return store.audit().add(note).compose(noted -> store.deadLetters().find(shop, ids));
            })
        .compose(letters -> driven(shop, letters));
  }

  /** What became of the letters so far. */
  private static final class Tally {
    private long accepted;
    private long duplicates;
    private final JsonArray rejected = new JsonArray();
    private final List<Long> gone = new ArrayList<>();

    void reject(long id, PannierException problem) {
      rejected.add(
          new JsonObject()
              .put("id", id)
              .put("code", problem.code().name())
              .put("message", problem.getMessage()));
    }
  }

  private Future<Answer> driven(Shop shop, List<KeptLetter> letters) {
    Tally tally = new Tally();
    Future<Void> all = Future.succeededFuture();
    for (KeptLetter letter : letters) {
      all = all.compose(before -> drive(shop, letter, tally));
    }
    return all.compose(done -> store.deadLetters().remove(tally.gone))
        .map(
            done ->
                Answer.json(
                    200,
                    new JsonObject()
                        .put("accepted", tally.accepted)
                        .put("duplicates", tally.duplicates)
                        .put("rejected", tally.rejected)));
  }

  private Future<Void> drive(Shop shop, KeptLetter letter, Tally tally) {
    Parsed<ShopEvent> parsed;
    try {
      parsed = parse(shop, letter.letter().payload());
      if (!parsed.rejected().isEmpty() || parsed.elements().isEmpty()) {
        throw parsed.rejected().stream()
            .findFirst()
            .map(first -> new PannierException(first.code(), first.message()))
            .orElseGet(() -> new PannierException(StandardErrorCode.MALFORMED_JSON, "it is empty"));
      }
    } catch (PannierException e) {
      tally.reject(letter.id(), e);
      return Future.succeededFuture();
    }
    return vertx
        .eventBus()
        .<SubmissionResult>request(
            Addresses.EVENTS_SUBMITTED,
            new EventsSubmitted(shop, parsed.elements(), parsed.indexes(), false),
            new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis()))
        .<Void>map(
            reply -> {
              SubmissionResult result = reply.body();
              tally.accepted += result.accepted();
              tally.duplicates += result.duplicates();
              result
                  .rejected()
                  .forEach(
                      one ->
                          tally.reject(
                              letter.id(), new PannierException(one.code(), one.message())));
              if (result.rejected().isEmpty()) {
                tally.gone.add(letter.id());
              }
              return null;
            })
        .recover(
            failure -> {
              tally.reject(letter.id(), Failure.of(failure));
              return Future.succeededFuture();
            });
  }

  /** An event that came late is let in as history: somebody looked at it and wants it. */
  private Parsed<ShopEvent> parse(Shop shop, Buffer payload) {
    EventWindow window = EventWindow.history(clock.millis());
    byte[] json = payload.getBytes();
    int first = 0;
    while (first < json.length && Character.isWhitespace(json[first])) {
      first++;
    }
    return first < json.length && json[first] == '['
        ? EventJson.array(shop, json, window, config.maxBatch())
        : EventJson.lines(shop, json, window, config.maxBatch());
  }

  private static Answer answer(List<KeptLetter> letters, int limit, long count) {
    JsonArray all = new JsonArray();
    for (KeptLetter kept : letters) {
      all.add(
          new JsonObject()
              .put("id", kept.id())
              .put("at", kept.letter().time().toString())
              .put("source", kept.letter().source())
              .put("code", kept.letter().code())
              .put("reason", kept.letter().reason())
              .put("payload", kept.letter().payload().toString()));
    }
    return Answer.json(
        200,
        new JsonObject()
            .put("letters", all)
            .put("next", letters.size() < limit ? null : letters.getLast().id())
            .put("count", count));
  }
}
