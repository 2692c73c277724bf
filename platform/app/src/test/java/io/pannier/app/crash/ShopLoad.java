package io.pannier.app.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.load.ShopAccess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several senders of events and several shoppers with changing carts, until stopped or until the
 * program no longer answers.
 */
final class ShopLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SENDERS = 3;
  private static final int CARTS = 2;

  private final ShopAccess access;
  private final SentEvents events;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger offers = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  ShopLoad(ShopAccess access, SentEvents events) {
    this.access = access;
    this.events = events;
  }

  /** Begins to send. */
  void start(long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < SENDERS; i++) {
      threads.add(Thread.ofPlatform().name("events-" + i).start(this::sendEvents));
    }
    for (int i = 0; i < CARTS; i++) {
      SplittableRandom random = seeds.split();
      threads.add(Thread.ofPlatform().name("carts-" + i).start(() -> changeCarts(random)));
    }
  }

  /** Stops and waits for the answers that are on their way. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    client.close();
  }

  /** Sends what is unanswered, on this thread, until nothing is. */
  void sendUnanswered() throws IOException, InterruptedException {
    while (events.hasUnanswered()) {
      EventBatch batch = events.take();
      if (!send(batch)) {
        throw new AssertionError("the program does not take events " + batch.first() + " and on");
      }
    }
  }

  /** Answers that break the contract. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  int offers() {
    return offers.get();
  }

  private void sendEvents() {
    while (!stopped) {
      EventBatch batch = events.take();
      try {
        send(batch);
      } catch (IOException e) {
        events.unanswered(batch);
        return;
      } catch (InterruptedException e) {
        events.unanswered(batch);
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** True when the batch was acknowledged. */
  private boolean send(EventBatch batch) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = post("events", batch.json());
    if (response.statusCode() != 202) {
      events.unanswered(batch);
      if (response.statusCode() != 429 && response.statusCode() != 503) {
        wrong.add("events: HTTP " + response.statusCode() + " " + text(response));
      }
      return false;
    }
    JsonNode answer = JSON.readTree(response.body());
    int accepted = answer.path("accepted").asInt(-1);
    int duplicates = answer.path("duplicates").asInt(-1);
    if (accepted + duplicates != batch.size()) {
      wrong.add("events: " + batch.size() + " sent, answered " + text(response));
    }
    events.acknowledged(batch, duplicates);
    return true;
  }

  private void changeCarts(SplittableRandom random) {
    while (!stopped) {
      int shopper = random.nextInt(40);
      String cart =
          "{\"placement\":\"cart\",\"shopper\":\"s-%d\",\"session\":\"s-%d-1\",\"cart\":[{\"sku\":\"crash-%d\",\"quantity\":1},{\"sku\":\"crash-%d\",\"quantity\":2}]}"
              .formatted(shopper, shopper, random.nextInt(50), 50 + random.nextInt(50));
      try {
        HttpResponse<byte[]> response = post("offers", cart.getBytes(StandardCharsets.UTF_8));
        if (response.statusCode() == 200) {
          offers.incrementAndGet();
        } else if (response.statusCode() != 429 && response.statusCode() != 503) {
          wrong.add("offers: HTTP " + response.statusCode() + " " + text(response));
        }
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private HttpResponse<byte[]> post(String resource, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(access.server().resolve(access.shopPath(resource)))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + access.apiKey())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
