package io.pannier.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** A storefront that blocks until it is told something. */
final class StorefrontClient {
  final WebSocket socket;
  final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();

  StorefrontClient(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(text -> received.add(new JsonObject(text)));
    socket.closeHandler(
        ignored ->
            closed.complete(socket.closeStatusCode() == null ? 0 : (int) socket.closeStatusCode()));
  }

  void send(JsonObject message) {
    Rig.await(socket.writeTextMessage(message.encode()));
  }

  void send(String text) {
    Rig.await(socket.writeTextMessage(text));
  }

  /** Sends ASCII as a text message in two frames, cut in the middle. */
  void sendInTwo(byte[] text) {
    int half = text.length / 2;
    socket.writeFrame(
        WebSocketFrame.textFrame(new String(text, 0, half, StandardCharsets.ISO_8859_1), false));
    Rig.await(
        socket.writeFrame(
            WebSocketFrame.continuationFrame(
                Buffer.buffer().appendBytes(text, half, text.length - half), true)));
  }

  JsonObject next() {
    try {
      JsonObject message = received.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing was said for 10 s");
      }
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonObject next(String type) {
    JsonObject message = next();
    Assertions.assertThat(message.getString("type")).as(message.encode()).isEqualTo(type);
    return message;
  }

  JsonObject error(String code) {
    JsonObject message = next("error");
    Assertions.assertThat(message.getString("code")).as(message.encode()).isEqualTo(code);
    return message;
  }

  int closeCode() {
    try {
      return closed.get(15, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the connection was not closed", e);
    }
  }

  void subscribe(String placement) {
    send(new JsonObject().put("type", "subscribe").put("placement", placement));
    next("subscribed");
    next("offer");
  }
}
