package io.pannier.laboratory.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One simulated shopper who follows a placement and comes back whenever the connection is lost, as
 * the storefront's TypeScript client does ({@code storefront.ts}): a token for each connection,
 * full jitter between attempts, {@code since} with what was seen last. Confined to the generator's
 * event loop.
 */
final class Subscriber {
  private static final long CONNECT_SECONDS = 10;
  private static final long SLOWER_FLOOR_MILLIS = 5_000;
  private static final int ASKED_AGAIN = 2;
  private static final double REFRESH_AT = 0.8;

  private enum Phase {
    WAITING,
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  /** What all subscribers of a load share. */
  record Shop(
      Vertx vertx,
      TokenClient tokens,
      WebSocketClient sockets,
      WebSocketConnectOptions address,
      StorefrontLoadConfig config,
      StorefrontAudit audit) {}

  private final Shop shop;
  private final String name;
  private final CartWalk walk;
  private final FollowedCart cart;
  private final Backoff backoff;
  private Phase phase = Phase.WAITING;
  private @Nullable MessageSocket socket;
  private long attempt;
  private long openBy;
  private long refreshAtMillis = Long.MAX_VALUE;
  private int overdue;
  private int freshIn = -1;

  Subscriber(Shop shop, String name, CartWalk walk, long seed) {
    this.shop = shop;
    this.name = name;
    this.walk = walk;
    this.cart = new FollowedCart(shop.audit());
    this.backoff = new Backoff(new SplittableRandom(seed));
  }

  FollowedCart cart() {
    return cart;
  }

  boolean connected() {
    return phase == Phase.CONNECTED;
  }

  /** The newest life of the server in which this subscriber's cart was answered; -1 for none. */
  int freshIn() {
    return freshIn;
  }

  /** Takes note of the life of the server, counted from 0, if the cart is answered. */
  void look(int life) {
    if (connected() && cart.fresh()) {
      freshIn = life;
    }
  }

  void connect() {
    long mine = ++attempt;
    phase = Phase.CONNECTING;
    openBy = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    shop.tokens()
        .token(name, name, List.of(shop.config().placement()))
        .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            token -> {
              if (mine != attempt || phase == Phase.CLOSED) {
                return;
              }
              if (token.failed()) {
                lost(0);
              } else {
                open(mine, token.result());
              }
            });
  }

  private void open(long mine, TokenClient.Token token) {
    openBy = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    MessageSocket opening =
        new MessageSocket(
            shop.sockets(),
            message -> {
              if (mine == attempt) {
                message(message);
              }
            },
            code -> {
              if (mine == attempt) {
                closed(code);
              }
            });
    socket = opening;
    opening.open(shop.address(), "{\"type\":\"connect\",\"token\":\"" + token.token() + "\"}");
  }

  /** The shopper changes the cart. */
  void change(long due) {
    follow(cart.change(due));
  }

  /** Loses the connection by a TCP reset, if there is one. */
  boolean cut() {
    MessageSocket current = socket;
    if (phase != Phase.CONNECTED || current == null) {
      return false;
    }
    current.cut();
    return true;
  }

  /** Everything that happens by time. */
  void tick(long now) {
    if (phase == Phase.CONNECTING && now - openBy > 0) {
      shop.audit().error("a connection that did not open in time");
      drop();
    } else if (phase == Phase.CONNECTED) {
      long asked = cart.askedNanos();
      if (asked != -1 && now - asked > shop.config().answerTimeout().toNanos()) {
        late();
      }
      if (System.currentTimeMillis() > refreshAtMillis) {
        refresh();
      }
    }
  }

  private void late() {
    FollowedCart.Next next = cart.overdue();
    if (++overdue > ASKED_AGAIN) {
      drop();
    } else if (cart.unfollowed()) {
      send(cart.subscribe(shop.config().placement(), walk, System.nanoTime()));
    } else {
      follow(next);
    }
  }

  /** Ends the connection or the attempt, and comes back. */
  private void drop() {
    MessageSocket current = socket;
    if (current == null) {
      lost(0);
    } else {
      current.cut();
    }
  }

  private void refresh() {
    refreshAtMillis = Long.MAX_VALUE;
    long mine = attempt;
    shop.tokens()
        .token(name, name, List.of(shop.config().placement()))
        .onSuccess(
            token -> {
              if (mine == attempt) {
                send("{\"type\":\"refresh\",\"token\":\"" + token.token() + "\"}");
              }
            })
        .onFailure(_ -> shop.audit().error("a token that could not be refreshed"));
  }

  private void message(byte[] message) {
    switch (ServerMessage.type(message)) {
      case "offer" -> {
        cart.offer(message, System.nanoTime());
        if (cart.fresh()) {
          overdue = 0;
        }
      }
      case "connected" -> connected(message);
      case "subscribed" -> follow(cart.subscribed(message));
      case "error" -> shop.audit().error(ServerMessage.code(message));
      default -> {
        // Whatever later versions add is no answer to a cart.
      }
    }
  }

  private void connected(byte[] message) {
    long expires = Instant.parse(ServerMessage.text(message, "expiresAt")).toEpochMilli();
    long now = System.currentTimeMillis();
    refreshAtMillis = now + (long) ((expires - now) * REFRESH_AT);
    if (phase == Phase.CONNECTING) {
      phase = Phase.CONNECTED;
      backoff.reset();
      shop.audit().connected();
      send(cart.subscribe(shop.config().placement(), walk, System.nanoTime()));
    }
  }

  private void follow(FollowedCart.Next next) {
    if (next == FollowedCart.Next.SEND_CART && phase == Phase.CONNECTED) {
      send(cart.cart(shop.config().placement(), walk, System.nanoTime()));
    }
  }

  private void send(String text) {
    MessageSocket current = socket;
    if (current != null) {
      current.send(text);
    }
  }

  private void closed(int code) {
    switch (code) {
      // As the table of close codes in /v1/asyncapi.yaml says.
      case 1007, 1009, 4000, 4003 -> {
        shop.audit().error("closed for good with " + code);
        phase = Phase.CLOSED;
        cart.disconnected();
      }
      case 1011, 4007 -> {
        shop.audit().error("closed with " + code);
        lost(SLOWER_FLOOR_MILLIS);
      }
      case 1001, 1000, MessageSocket.ABNORMAL -> lost(0);
      default -> {
        shop.audit().error("closed with " + code);
        lost(0);
      }
    }
  }

  private void lost(long floorMillis) {
    attempt++;
    socket = null;
    phase = Phase.WAITING;
    overdue = 0;
    refreshAtMillis = Long.MAX_VALUE;
    cart.disconnected();
    long mine = attempt;
    shop.vertx()
        .setTimer(
            Math.max(1, backoff.next(floorMillis)),
            _ -> {
              if (mine == attempt && phase == Phase.WAITING) {
                connect();
              }
            });
  }

  /** Leaves for good. */
  void leave() {
    attempt++;
    phase = Phase.CLOSED;
    MessageSocket current = socket;
    if (current != null) {
      current.leave();
    }
  }
}
