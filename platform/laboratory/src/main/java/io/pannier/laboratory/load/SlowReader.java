package io.pannier.laboratory.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/**
 * One subscriber that stops reading while its cart goes on changing. Driven by the generator's
 * event loop; any thread may ask what became of it.
 */
final class SlowReader {
  private final Vertx vertx;
  private final String placement;
  private final CartWalk walk;
  private final Promise<Void> answered = Promise.promise();
  private final MessageSocket socket;
  private final String token;
  private volatile boolean resting;
  private volatile long carts;
  private volatile long stoppedNanos;
  private volatile long closedNanos;
  private volatile boolean closed;

  SlowReader(Vertx vertx, WebSocketClient sockets, String placement, CartWalk walk, String token) {
    this.vertx = vertx;
    this.placement = placement;
    this.walk = walk;
    this.token = token;
    this.socket = new MessageSocket(sockets, this::message, this::closed);
  }

  /** Completes with the first offer. */
  Future<Void> open(WebSocketConnectOptions address) {
    socket.open(address, "{\"type\":\"connect\",\"token\":\"" + token + "\"}");
    return answered.future();
  }

  /** Reads nothing from now on, and changes the cart again and again until it is closed. */
  void pileUp(long everyMillis) {
    stoppedNanos = System.nanoTime();
    socket.stopReading();
    vertx.setPeriodic(
        everyMillis,
        timer -> {
          if (closed) {
            vertx.cancelTimer(timer);
          } else if (!resting) {
            long id = carts + 1;
            carts = id;
            socket.send(
                "{\"type\":\"cart\",\"id\":"
                    + id
                    + ",\"placement\":\""
                    + placement
                    + "\",\"cart\":"
                    + walk.cart(id)
                    + "}");
          }
        });
  }

  /** Leaves the cart as it is for a while, or goes on changing it. */
  void rest(boolean now) {
    resting = now;
  }

  boolean closed() {
    return closed;
  }

  long carts() {
    return carts;
  }

  /** How long the server put up with it. */
  double seconds() {
    return (closedNanos - stoppedNanos) / 1e9;
  }

  void leave() {
    socket.leave();
  }

  private void message(byte[] message) {
    switch (ServerMessage.type(message)) {
      case "connected" ->
          socket.send(
              "{\"type\":\"subscribe\",\"placement\":\""
                  + placement
                  + "\",\"cart\":"
                  + walk.cart(0)
                  + "}");
      case "offer" -> answered.tryComplete();
      case "error" -> answered.tryFail("the server refused: " + ServerMessage.code(message));
      default -> {
        // Nothing else is waited for.
      }
    }
  }

  private void closed(int code) {
    closedNanos = System.nanoTime();
    closed = true;
    answered.tryFail("closed with " + code + " before there was an offer");
  }
}
