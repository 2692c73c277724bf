package io.pannier.app.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser's connection that waits until it is told something. */
final class Storefront implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final WebSocket socket;
  private final Received received;

  private Storefront(WebSocket socket, Received received) {
    this.socket = socket;
    this.received = received;
  }

  /** Opens a connection and waits until the token is accepted. */
  static Storefront connect(HttpClient http, URI address, String token) {
    Received received = new Received();
    WebSocket socket =
        http.newWebSocketBuilder().subprotocols("pannier.v1").buildAsync(address, received).join();
    Storefront storefront = new Storefront(socket, received);
    storefront.send(message("connect").put("token", token));
    storefront.next("connected");
    return storefront;
  }

  /** Follows a placement; returns what {@code subscribed} says. */
  JsonNode subscribe(String placement, JsonNode cart) {
    return subscribe(placement, cart, null, 0);
  }

  /** Follows a placement again, after everything up to an offset was seen. */
  JsonNode subscribe(String placement, JsonNode cart, @Nullable String epoch, long offset) {
    ObjectNode message = message("subscribe").put("placement", placement);
    message.set("cart", cart);
    if (epoch != null) {
      message.putObject("since").put("epoch", epoch).put("offset", offset);
    }
    send(message);
    return next("subscribed");
  }

  void cart(long id, String placement, JsonNode cart) {
    ObjectNode message = message("cart").put("id", id).put("placement", placement);
    message.set("cart", cart);
    send(message);
  }

  /** The next message, which must be of that type. */
  JsonNode next(String type) {
    JsonNode message;
    try {
      message = received.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    if (message == null || !message.path("type").asText().equals(type)) {
      throw new AssertionError("expected " + type + " within 20 s, was told " + message);
    }
    return message;
  }

  /** The next offer that takes a cart into account. */
  JsonNode offer(long cart) {
    JsonNode message = next("offer");
    while (message.path("cart").asLong(-1) < cart) {
      message = next("offer");
    }
    return message;
  }

  private void send(ObjectNode message) {
    socket.sendText(message.toString(), true).join();
  }

  private static ObjectNode message(String type) {
    return ShopClient.JSON.createObjectNode().put("type", type);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(ShopClient.JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new AssertionError(text.toString(), e);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
