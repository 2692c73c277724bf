package io.pannier.gateway;

import io.github.bucket4j.Bucket;
import io.pannier.messages.Failure;
import io.pannier.messages.OfferReady;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One storefront connection: who is at the other end, what it says, when it ends. What it follows
 * is with {@link Subscriptions}, what waits for it with {@link Outbox}. Used on one event loop.
 */
final class StorefrontSocket {
  private static final Buffer PING = Buffer.buffer("pannier");

  private final ServerWebSocket socket;
  private final GatewayPorts ports;
  private final StorefrontConfig config;
  private final GatewayMetrics metrics;
  private final Problems problems;
  private final Consumer<StorefrontSocket> onClosed;
  private final String name = UUID.randomUUID().toString();
  private final ClientMessageReader reader;
  private final MessageAssembler assembler;
  private final Outbox outbox;
  private final Subscriptions subscriptions;
  private final EventRelay events;
  private final Bucket rate;
  private final MessageConsumer<OfferReady> offers;
  private final long openedNanos = System.nanoTime();
  private long heardNanos = openedNanos;
  private long pingedNanos = openedNanos;
  private int refusedInARow;
  private @Nullable Visitor visitor;
  private boolean closed;

  StorefrontSocket(
      Vertx vertx,
      ServerWebSocket socket,
      GatewayPorts ports,
      GatewayConfig gateway,
      GatewayMetrics metrics,
      Problems problems,
      Consumer<StorefrontSocket> onClosed) {
    this.socket = socket;
    this.ports = ports;
    this.config = gateway.storefront();
    this.metrics = metrics;
    this.problems = problems;
    this.onClosed = onClosed;
    this.reader = new ClientMessageReader(gateway.maxCartLines());
    this.assembler = new MessageAssembler(config.maxFirstMessage());
    this.outbox = new Outbox(socket, metrics, config);
    this.rate = RateLimits.bucket(config.ratePerSecond(), config.rateBurst());
    this.events = new EventRelay(vertx, ports.clock(), gateway);
    String address = "gateway.socket." + name;
    this.subscriptions =
        new Subscriptions(
            vertx,
            ports.placements(),
            new Tracing(ports.telemetry().tracer()),
            metrics,
            outbox,
            name,
            address,
            gateway);
    this.offers =
        vertx.eventBus().localConsumer(address, message -> subscriptions.offer(message.body()));
    socket.frameHandler(this::frame);
    socket.pongHandler(ignored -> heardNanos = System.nanoTime());
    socket.exceptionHandler(ignored -> {});
    socket.closeHandler(ignored -> ended());
  }

  /** Called now and then: heartbeats, and everything that ends a connection by time. */
  void sweep(long nowNanos) {
    if (socket.isClosed()) {
      // The peer has said goodbye, and the connection itself may take its time to end.
      release();
    }
    if (closed) {
      return;
    }
    Visitor known = visitor;
    if (known == null && nowNanos - openedNanos > config.connectTimeout().toNanos()) {
      close(CloseCode.CONNECT_TIMEOUT, "connect did not come in time");
    } else if (outbox.fullNanos(nowNanos) > config.slowReaderTimeout().toNanos()) {
      close(CloseCode.SLOW_READER, "the connection does not read what it is sent");
    } else if (nowNanos - heardNanos > 2 * config.heartbeat().toNanos()) {
      close(CloseCode.SILENT, "no sign of life for two heartbeats");
    } else if (known != null && known.claims().expiresAt() <= ports.clock().millis()) {
      fail(
          CloseCode.TOKEN_EXPIRED,
          new PannierException(
              StandardErrorCode.TOKEN_EXPIRED, "the token has expired; connect with a new one"));
    } else if (nowNanos - pingedNanos > config.heartbeat().toNanos()) {
      pingedNanos = nowNanos;
      if (!socket.writeQueueFull()) {
        socket.writePing(PING);
      }
    }
  }

  /** Says why and begins the closing handshake; what is not sent yet is dropped. */
  void close(CloseCode code, String reason) {
    if (!closed) {
      metrics.closed(code);
      release();
      socket.close(code.number(), reason);
    }
  }

  private void frame(WebSocketFrame frame) {
    heardNanos = System.nanoTime();
    if (closed || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
      return;
    }
    if (assembler.exceeds(frame)) {
      fail(
          CloseCode.MESSAGE_TOO_LARGE,
          new PannierException(
              StandardErrorCode.MESSAGE_TOO_LARGE,
              "a message may have "
                  + (visitor == null ? config.maxFirstMessage() : config.maxMessage())
                  + " bytes"));
      return;
    }
    Buffer message = assembler.add(frame);
    if (message != null) {
      message(message);
    }
  }

  private void message(Buffer json) {
    if (!rate.tryConsume(1)) {
      refuse();
      return;
    }
    refusedInARow = 0;
    long arrived = System.nanoTime();
    try {
      Visitor known = visitor;
      if (known == null) {
        greet(json);
      } else {
        TokenClaims claims = known.claims();
        dispatch(known, reader.read(json, claims.shopper(), claims.session()), arrived);
      }
    } catch (RuntimeException e) {
      problem(e, new JsonObject());
    }
  }

  private void greet(Buffer json) {
    ClientMessage first;
    try {
      first = reader.read(json, "", "");
    } catch (PannierException e) {
      fail(CloseCode.CONNECT_FIRST, e);
      return;
    }
    if (first instanceof ClientMessage.Connect connect) {
      connect(connect.token());
    } else {
      fail(
          CloseCode.CONNECT_FIRST,
          new PannierException(
              StandardErrorCode.UNAUTHENTICATED, "connect with a token must come first"));
    }
  }

  private void dispatch(Visitor known, ClientMessage message, long arrived) {
    switch (message) {
      case ClientMessage.Connect ignored ->
          fail(
              CloseCode.CONNECT_FIRST,
              new PannierException(
                  StandardErrorCode.FIELD_INVALID, "connected already; send refresh"));
      case ClientMessage.Refresh refresh -> refresh(known, refresh.token());
      case ClientMessage.Subscribe wanted -> subscribe(known, wanted, arrived);
      case ClientMessage.Unsubscribe left -> subscriptions.close(left.placement());
      case ClientMessage.CartChanged changed -> {
        try {
          subscriptions.cart(known, changed, arrived);
        } catch (PannierException e) {
          problem(
              e, new JsonObject().put("placement", changed.placement()).put("cart", changed.id()));
        }
      }
      case ClientMessage.Event event -> event(known, event);
    }
  }

  private void connect(String token) {
    // Nothing more is taken until it is known who speaks.
    socket.pause();
    ports
        .tokens()
        .verify(token)
        .onComplete(
            verified -> {
              if (verified.succeeded()) {
                accept(verified.result());
              } else {
                unverified(verified.cause());
              }
              socket.resume();
            });
  }

  private void accept(TokenClaims claims) {
    if (closed) {
      return;
    }
    Optional<Shop> shop = ports.shops().find(claims.shop());
    if (shop.isEmpty()) {
      fail(
          CloseCode.FORBIDDEN,
          new PannierException(
              StandardErrorCode.SHOP_UNKNOWN, "there is no shop " + claims.shop()));
      return;
    }
    visitor = new Visitor(shop.get(), claims);
    assembler.limit(config.maxMessage());
    reply(ServerMessages.connected(config.heartbeat(), claims.expiresAt()));
  }

  private void refresh(Visitor known, String token) {
    ports
        .tokens()
        .verify(token)
        .onSuccess(
            claims -> {
              if (closed) {
                return;
              }
              if (known.isSameAs(claims)) {
                visitor = new Visitor(known.shop(), claims);
                reply(ServerMessages.connected(config.heartbeat(), claims.expiresAt()));
              } else {
                fail(
                    CloseCode.FORBIDDEN,
                    new PannierException(
                        StandardErrorCode.FORBIDDEN,
                        "the new token is for somebody else; open a connection of its own"));
              }
            })
        .onFailure(this::unverified);
  }

  private void unverified(Throwable cause) {
    PannierException problem = Failure.of(cause);
    CloseCode code =
        switch (problem.code()) {
          case StandardErrorCode.TOKEN_EXPIRED -> CloseCode.TOKEN_EXPIRED;
          case StandardErrorCode.TOKEN_INVALID -> CloseCode.TOKEN_INVALID;
          default -> CloseCode.INTERNAL_ERROR;
        };
    fail(code, problem);
  }

  private void subscribe(Visitor known, ClientMessage.Subscribe wanted, long arrived) {
    JsonObject about = new JsonObject().put("placement", wanted.placement());
    try {
      subscriptions
          .open(known, wanted, arrived)
          .onSuccess(
              subscribed -> {
                if (subscribed != null && !closed) {
                  reply(ServerMessages.subscribed(subscribed));
                  subscriptions.confirm(known, wanted.placement());
                }
              })
          .onFailure(cause -> problem(cause, about));
    } catch (PannierException e) {
      problem(e, about);
    }
  }

  private void event(Visitor known, ClientMessage.Event event) {
    JsonObject about = new JsonObject().put("id", event.id());
    try {
      events
          .submit(known, event.json())
          .onSuccess(id -> reply(ServerMessages.ack(id)))
          .onFailure(cause -> problem(cause, about));
    } catch (PannierException e) {
      problem(e, about);
    }
  }

  private void refuse() {
    refusedInARow++;
    PannierException problem =
        new PannierException(
            StandardErrorCode.RATE_LIMITED,
            "more than " + config.ratePerSecond() + " messages a second; this one was dropped");
    if (refusedInARow > config.rateBurst()) {
      fail(CloseCode.RATE_LIMITED, problem);
    } else {
      problem(problem, new JsonObject());
    }
  }

  /** Tells an error; the connection stays. */
  private void problem(Throwable cause, JsonObject about) {
    PannierException problem = Failure.of(cause);
    problems.report(problem, "/v1/storefront");
    reply(ServerMessages.error(problem, about));
  }

  /** Tells an error and closes. */
  private void fail(CloseCode code, PannierException problem) {
    problem(problem, new JsonObject());
    close(code, problem.code().name());
  }

  private void reply(String text) {
    if (!outbox.reply(text)) {
      close(CloseCode.SLOW_READER, "too many replies wait to be read");
    }
  }

  private void ended() {
    release();
  }

  private void release() {
    if (!closed) {
      closed = true;
      outbox.close();
      subscriptions.closeAll();
      offers.unregister();
      onClosed.accept(this);
    }
  }
}
