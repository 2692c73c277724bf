package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** One simulated shopper's WebSocket under load. Confined to the generator's event loop. */
final class LoadConnection {
  /** Carts without an answer that a connection remembers; more are given up. */
  private static final int MAX_PENDING = 4096;

  private final ClientWebSocket socket;
  private final String placement;
  private final CartWalk walk;
  private final long[] intended = new long[MAX_PENDING];
  private final Promise<Void> subscribed = Promise.promise();
  private @Nullable ServingStats stats;
  private @Nullable Buffer fragments;
  private long lastId;
  private long answeredId;
  private boolean closed;

  LoadConnection(WebSocketClient client, String placement, CartWalk walk) {
    this.socket = client.webSocket();
    this.placement = placement;
    this.walk = walk;
    socket.frameHandler(this::frame);
    socket.exceptionHandler(e -> error(e.getClass().getSimpleName()));
    socket.closeHandler(_ -> closed());
  }

  /** Completes once the server took the subscription. */
  Future<Void> open(WebSocketConnectOptions options, String token) {
    socket
        .connect(options)
        .compose(_ -> socket.writeTextMessage("{\"type\":\"connect\",\"token\":\"" + token + "\"}"))
        .onFailure(subscribed::tryFail);
    return subscribed.future();
  }

  void refresh(String token) {
    if (!closed) {
      socket.writeTextMessage("{\"type\":\"refresh\",\"token\":\"" + token + "\"}");
    }
  }

  /** From now on what happens is counted there. */
  void count(ServingStats newStats) {
    stats = newStats;
  }

  /** Sends the next cart. */
  void change(long due) {
    ServingStats now = stats;
    if (now == null) {
      return;
    }
    now.due(due);
    if (closed || lastId - answeredId == MAX_PENDING) {
      now.error(closed ? "closed" : "backlog");
      now.unanswered(due, System.nanoTime());
      return;
    }
    lastId++;
    intended[(int) (lastId % MAX_PENDING)] = due;
    socket.writeTextMessage(
        "{\"type\":\"cart\",\"id\":"
            + lastId
            + ",\"placement\":\""
            + placement
            + "\",\"cart\":"
            + walk.cart(lastId)
            + "}");
  }

  boolean settled() {
    return closed || answeredId == lastId;
  }

  /** Gives up what is still without an answer. */
  void giveUp(long now) {
    ServingStats current = stats;
    for (long id = answeredId + 1; id <= lastId && current != null; id++) {
      current.unanswered(intended[(int) (id % MAX_PENDING)], now);
    }
    answeredId = lastId;
  }

  private void frame(WebSocketFrame frame) {
    if (!frame.isText() && !frame.isContinuation()) {
      return;
    }
    Buffer data = frame.binaryData();
    if (fragments != null) {
      data = fragments.appendBuffer(data);
    }
    if (frame.isFinal()) {
      fragments = null;
      message(data.getBytes());
    } else {
      fragments = fragments == null ? data.copy() : data;
    }
  }

  private void message(byte[] message) {
    switch (ServerMessage.type(message)) {
      case "offer" -> offer(message);
      case "connected" -> {
        if (!subscribed.future().isComplete()) {
          socket.writeTextMessage(
              "{\"type\":\"subscribe\",\"placement\":\""
                  + placement
                  + "\",\"cart\":"
                  + walk.cart(0)
                  + "}");
        }
      }
      case "subscribed" -> subscribed.tryComplete();
      case "error" -> error(ServerMessage.code(message));
      default -> {
        // Acknowledgements and whatever later versions add are no answer to a cart.
      }
    }
  }

  private void offer(byte[] message) {
    long now = System.nanoTime();
    long cart = Math.min(ServerMessage.cart(message), lastId);
    ServingStats current = stats;
    if (cart <= answeredId || current == null) {
      return;
    }
    for (long id = answeredId + 1; id <= cart; id++) {
      current.answered(intended[(int) (id % MAX_PENDING)], now);
    }
    answeredId = cart;
    current.offer(
        intended[(int) (cart % MAX_PENDING)],
        ServerMessage.degraded(message),
        ServerMessage.empty(message));
  }

  private void error(String code) {
    if (stats != null) {
      stats.error(code);
    }
    subscribed.tryFail(
        new PannierException(INTERNAL_ERROR, "The storefront's connection failed: " + code));
  }

  private void closed() {
    closed = true;
    error("closed " + socket.closeStatusCode());
  }

  void close() {
    stats = null;
    socket.close();
  }
}
