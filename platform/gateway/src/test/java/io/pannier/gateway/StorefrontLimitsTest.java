package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.OfferRequest.Channel;
import io.pannier.messages.SubscriptionOpened;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a connection, and what one may cost. */
@Timeout(60)
final class StorefrontLimitsTest {
  @Test
  void connectMustComeInTime() {
    try (Rig rig = new Rig(c -> c.with(b -> b.connectTimeout = Duration.ofMillis(100)))) {
      assertThat(rig.storefront().closeCode()).isEqualTo(4004);
    }
  }

  @Test
  void anExpiredTokenEndsTheConnection() {
    try (Rig rig = new Rig()) {
      StorefrontClient client = rig.connected();
      rig.installation.now = rig.installation.now.plusSeconds(61);

      client.error("TOKEN_EXPIRED");
      assertThat(client.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aLivePeerOutlivesManyHeartbeats() throws Exception {
    try (Rig rig = new Rig(c -> c.with(b -> b.heartbeat = Duration.ofMillis(400)))) {
      StorefrontClient client = rig.connected();

      Assertions.assertThatThrownBy(() -> client.closed.get(1_500, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
    }
  }

  @Test
  void aSilentPeerIsClosed() throws Exception {
    try (Rig rig = new Rig(c -> c.with(b -> b.heartbeat = Duration.ofMillis(100)))) {
      try (Socket socket = rawStorefront(rig)) {
        byte[] all = socket.getInputStream().readAllBytes();
        assertThat(closeCode(all)).isEqualTo(4006);
      }
    }
  }

  @Test
  void aFloodIsDroppedAndThenClosed() {
    try (Rig rig =
        new Rig(
            c ->
                c.with(
                    b -> {
                      b.socketRate = 1;
                      b.socketBurst = 5;
                    }))) {
      StorefrontClient client = rig.connected();
      for (int i = 0; i < 20; i++) {
        client.socket.writeTextMessage("{}");
      }
      for (int i = 0; i < 4; i++) {
        client.error("FIELD_MISSING");
      }
      client.error("RATE_LIMITED");
      assertThat(client.closeCode()).isEqualTo(4007);
    }
  }

  @Test
  void strangeOriginsMayNotConnect() throws Exception {
    try (Rig rig =
        new Rig(c -> c.with(b -> b.origins = java.util.List.of("https://shop.example")))) {
      Assertions.assertThatThrownBy(() -> connectFrom(rig, "https://evil.example"))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(403));
      connectFrom(rig, "https://shop.example");
    }
  }

  @Test
  void aPeerThatDoesNotReadIsConflatedAndThenClosed() throws Exception {
    try (Rig rig =
        new Rig(
            c ->
                c.with(
                    b -> {
                      b.instances = 1;
                      b.writeBuffer = 16 << 10;
                      b.slowReader = Duration.ofMillis(400);
                    }))) {
      StorefrontClient client = rig.connected();
      client.subscribe("cart");
      SubscriptionOpened opened =
          Objects.requireNonNull(rig.stages.opened.poll(5, TimeUnit.SECONDS));
      client.socket.pause();
      Buffer large = FakeStages.offer("cart").put("filler", "x".repeat(200_000)).toBuffer();
      Channel channel = opened.channel();
      // The kernel's buffers take some megabytes before the write queue stays full.
      int offset = 2;
      while (rig.stages.closed.poll(1, TimeUnit.MILLISECONDS) == null) {
        assertThat(offset).as("offers pushed").isLessThan(20_000);
        rig.stages.push(opened.address(), channel, offset++, -1, large);
      }
      assertThat(rig.registry.counter("pannier.gateway.offer.replaced").count()).isPositive();
      client.socket.resume();
      assertThat(client.closeCode()).isIn(4005, 1006);
      assertThat(rig.registry.counter("pannier.gateway.closed", "reason", "SLOW_READER").count())
          .isEqualTo(1);
    }
  }

  @Test
  void aSlowReaderGetsTheNewestOfferInTheEnd() throws Exception {
    try (Rig rig =
        new Rig(
            c ->
                c.with(
                    b -> {
                      b.instances = 1;
                      b.writeBuffer = 16 << 10;
                    }))) {
      StorefrontClient client = rig.connected();
      client.subscribe("cart");
      SubscriptionOpened opened =
          Objects.requireNonNull(rig.stages.opened.poll(5, TimeUnit.SECONDS));
      client.socket.pause();
      Buffer large = FakeStages.offer("cart").put("filler", "x".repeat(200_000)).toBuffer();
      int last = 1;
      while (rig.registry.counter("pannier.gateway.offer.replaced").count() < 20) {
        rig.stages.push(opened.address(), opened.channel(), ++last, -1, large);
        if (last % 20 == 0) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      client.socket.resume();

      long offset = 0;
      while (offset < last) {
        long next = client.next("offer").getLong("offset");
        assertThat(next).isGreaterThan(offset);
        offset = next;
      }
      assertThat(offset).isEqualTo(last);
    }
  }

  @Test
  void aStoppingServerSaysSo() {
    StorefrontClient client;
    try (Rig rig = new Rig()) {
      client = rig.connected();
      rig.stop();
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void abruptEndsLeaveNothingBehind() throws Exception {
    try (Rig rig = new Rig()) {
      for (int i = 0; i < 50; i++) {
        rawStorefront(rig).close();
      }
      StorefrontClient client = rig.connected();
      client.subscribe("cart");
      for (int i = 0; rig.registry.get("pannier.gateway.connections").gauge().value() > 1; i++) {
        assertThat(i).isLessThan(500);
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  private static void connectFrom(Rig rig, String origin) throws Exception {
    rig.sockets
        .connect(
            new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(rig.port)
                .setURI("/v1/storefront")
                .addSubProtocol("pannier.v1")
                .addHeader("Origin", origin))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /** A connected storefront that never answers a ping. */
  private static Socket rawStorefront(Rig rig) throws IOException {
    Socket socket = new Socket("localhost", rig.port);
    OutputStream out = socket.getOutputStream();
    String key = Base64.getEncoder().encodeToString(new byte[16]);
    out.write(
        ("GET /v1/storefront HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key
                + "\r\nSec-WebSocket-Protocol: pannier.v1\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    byte[] connect =
        new JsonObject()
            .put("type", "connect")
            .put("token", rig.token())
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | 126)});
    out.write(new byte[] {(byte) (connect.length >> 8), (byte) connect.length, 0, 0, 0, 0});
    out.write(connect);
    out.flush();
    return socket;
  }

  /** The code of the close frame at the end of a stream. */
  private static int closeCode(byte[] stream) {
    for (int i = stream.length - 4; i >= 0; i--) {
      if (stream[i] == (byte) 0x88) {
        return (stream[i + 2] & 0xff) << 8 | (stream[i + 3] & 0xff);
      }
    }
    return 0;
  }
}
