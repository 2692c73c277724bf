package io.pannier.gateway;

import io.pannier.messages.Addresses;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Message;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.Shop;
import io.pannier.messages.ShoppersSubmitted;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.SubmissionResult.Rejected;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.Parsed;
import io.pannier.messages.json.ProductJson;
import io.pannier.messages.json.ProfileJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Batches over HTTP: events, history, products and profiles, as an array or a line each. The answer
 * is sent after what was accepted is durable, and names what was not, by its place.
 */
final class BatchOperations {
  private final KeyGate gate;
  private final BodyReader bodies;
  private final Vertx vertx;
  private final InstantSource clock;
  private final GatewayConfig config;
  private final DeliveryOptions options;

  BatchOperations(
      KeyGate gate, BodyReader bodies, Vertx vertx, InstantSource clock, GatewayConfig config) {
    this.gate = gate;
    this.bodies = bodies;
    this.vertx = vertx;
    this.clock = clock;
    this.config = config;
    this.options = new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis());
  }

  Future<Answer> events(RoutingContext ctx) {
    return run(
        ctx,
        Scopes.EVENTS,
        Addresses.EVENTS_SUBMITTED,
        (shop, json, lines) -> {
          EventWindow window = EventWindow.live(clock.millis());
          return batch(
              lines
                  ? EventJson.lines(shop, json, window, config.maxBatch())
                  : EventJson.array(shop, json, window, config.maxBatch()),
              parsed ->
                  new EventsSubmitted(
                      shop,
                      parsed.elements(),
                      parsed.indexes(),
                      parsed.elements().size() >= config.bulkEvents()));
        });
  }

  Future<Answer> history(RoutingContext ctx) {
    return run(
        ctx,
        Scopes.IMPORT,
        Addresses.EVENTS_SUBMITTED,
        (shop, json, lines) -> {
          EventWindow window = EventWindow.history(clock.millis());
          return batch(
              lines
                  ? EventJson.lines(shop, json, window, config.maxBatch())
                  : EventJson.array(shop, json, window, config.maxBatch()),
              parsed -> new EventsSubmitted(shop, parsed.elements(), parsed.indexes(), true));
        });
  }

  Future<Answer> products(RoutingContext ctx) {
    return run(
        ctx,
        Scopes.IMPORT,
        Addresses.PRODUCTS_SUBMITTED,
        (shop, json, lines) ->
            batch(
                lines
                    ? ProductJson.lines(shop, json, config.maxBatch())
                    : ProductJson.array(shop, json, config.maxBatch()),
                parsed -> new ProductsSubmitted(shop, parsed.elements(), parsed.indexes())));
  }

  Future<Answer> shoppers(RoutingContext ctx) {
    return run(
        ctx,
        Scopes.EVENTS,
        Addresses.SHOPPERS_SUBMITTED,
        (shop, json, lines) ->
            batch(
                lines
                    ? ProfileJson.lines(json, config.maxBatch())
                    : ProfileJson.array(json, config.maxBatch()),
                parsed -> new ShoppersSubmitted(shop, parsed.elements(), parsed.indexes())));
  }

  /** A parsed batch: the message that submits what is valid, and what is not. */
  private record Batch(Message message, boolean empty, List<Rejected> rejected) {}

  private interface Parsing {
    Batch parse(Shop shop, byte[] json, boolean lines);
  }

  private interface Submission<T> {
    Message of(Parsed<T> parsed);
  }

  private static <T> Batch batch(Parsed<T> parsed, Submission<T> submission) {
    return new Batch(submission.of(parsed), parsed.elements().isEmpty(), parsed.rejected());
  }

  private Future<Answer> run(RoutingContext ctx, String scope, String address, Parsing parsing) {
    return gate.admit(ctx, scope)
        .compose(
            admission ->
                bodies
                    .read(ctx.request(), config.maxBody(), BodyReader.JSON_OR_LINES)
                    .compose(body -> parse(admission.shop(), body, lines(ctx), parsing)))
        .compose(batch -> submit(batch, address));
  }

  /** A large body would hold up everyone else on this event loop, so a worker parses it. */
  private Future<Batch> parse(Shop shop, Buffer body, boolean lines, Parsing parsing) {
    byte[] json = body.getBytes();
    return json.length <= config.inlineParse()
        ? Future.succeededFuture(parsing.parse(shop, json, lines))
        : vertx.executeBlocking(() -> parsing.parse(shop, json, lines), false);
  }

  private Future<Answer> submit(Batch batch, String address) {
    if (batch.empty()) {
      return Future.succeededFuture(
          answer(new SubmissionResult(0, 0, List.of()), batch.rejected()));
    }
    return vertx
        .eventBus()
        .<SubmissionResult>request(address, batch.message(), options)
        .map(reply -> answer(reply.body(), batch.rejected()));
  }

  private static Answer answer(SubmissionResult result, List<Rejected> unreadable) {
    List<Rejected> rejected = new ArrayList<>(unreadable);
    rejected.addAll(result.rejected());
    rejected.sort(Comparator.comparingInt(Rejected::index));
    JsonArray told = new JsonArray();
    for (Rejected one : rejected) {
      told.add(
          new JsonObject()
              .put("index", one.index())
              .put("code", one.code().name())
              .put("message", one.message()));
    }
    return Answer.json(
        202,
        new JsonObject()
            .put("accepted", result.accepted())
            .put("duplicates", result.duplicates())
            .put("rejected", told));
  }

  private static boolean lines(RoutingContext ctx) {
    String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }
}
