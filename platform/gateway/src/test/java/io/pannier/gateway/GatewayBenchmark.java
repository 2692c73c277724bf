package io.pannier.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints what the door alone costs, with fakes for the stages and the clients in the same process:
 * carts over WebSocket at a fixed rate, and events in batches of 1,000 over HTTP. Run by hand:
 * {@code main}, no arguments.
 */
final class GatewayBenchmark {
  private static final int SOCKETS = 50;
  private static final int CARTS_PER_SECOND = 1_000;
  private static final int SECONDS = 10;
  private static final int BATCHES = 1_000;
  private static final int IN_FLIGHT = 8;

  private GatewayBenchmark() {}

  public static void main(String[] args) throws Exception {
    try (Rig rig = new Rig(c -> c.with(b -> b.socketBurst = 1_000))) {
      carts(rig, "warm-up");
      carts(rig, "carts");
      events(rig, "warm-up");
      events(rig, "events");
    }
  }

  private static void carts(Rig rig, String what) throws Exception {
    int total = CARTS_PER_SECOND * SECONDS;
    long[] sent = new long[total];
    long[] micros = new long[total];
    CountDownLatch answered = new CountDownLatch(total);
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      StorefrontClient client = rig.connected();
      client.subscribe("cart");
      client.socket.textMessageHandler(
          text -> {
            int from = text.indexOf("\"cart\":", text.indexOf("\"offset\"")) + 7;
            int id = Integer.parseInt(text, from, text.indexOf(',', from), 10);
            micros[id] = (System.nanoTime() - sent[id]) / 1_000;
            answered.countDown();
          });
      sockets.add(client.socket);
    }
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = start + i * 1_000_000_000L / CARTS_PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      sent[i] = System.nanoTime();
      sockets.get(i % SOCKETS).writeTextMessage(StorefrontTest.cartMessage(i, "cart", 5).encode());
    }
    answered.await();
    sockets.forEach(WebSocket::close);
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%s: %d/s, p50 %d us, p90 %d us, p99 %d us%n",
        what,
        CARTS_PER_SECOND,
        micros[total / 2],
        micros[total * 9 / 10],
        micros[total * 99 / 100]);
  }

  private static void events(Rig rig, String what) throws Exception {
    Buffer[] bodies = new Buffer[IN_FLIGHT];
    for (int i = 0; i < IN_FLIGHT; i++) {
      StringBuilder body = new StringBuilder("[");
      for (int j = 0; j < 1_000; j++) {
        body.append(j == 0 ? "" : ",")
            .append(HttpInterfaceTest.event(what + i + "-" + j, "product-viewed"));
      }
      bodies[i] = Buffer.buffer(body.append(']').toString());
    }
    CountDownLatch done = new CountDownLatch(BATCHES);
    AtomicInteger next = new AtomicInteger(IN_FLIGHT);
    long start = System.nanoTime();
    for (int i = 0; i < IN_FLIGHT; i++) {
      send(rig, bodies, i, next, done);
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT, "%s: %.0f events/s (fake journal)%n", what, BATCHES * 1_000 / seconds);
  }

  private static void send(
      Rig rig, Buffer[] bodies, int batch, AtomicInteger next, CountDownLatch done) {
    rig.stages.events.clear();
    Future<HttpResponse<Buffer>> answer =
        rig.request(HttpMethod.POST, "/v1/shops/demo/events")
            .putHeader("Content-Type", "application/json")
            .sendBuffer(bodies[batch % IN_FLIGHT]);
    answer.onComplete(
        response -> {
          JsonObject told = response.result().bodyAsJsonObject();
          if (told.getInteger("accepted") + told.getInteger("duplicates") != 1_000) {
            throw new AssertionError(told.encode());
          }
          done.countDown();
          int following = next.getAndIncrement();
          if (following < BATCHES) {
            send(rig, bodies, following, next, done);
          }
        });
  }
}
