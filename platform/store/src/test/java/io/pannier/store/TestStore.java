package io.pannier.store;

import io.pannier.messages.Keys;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One embedded server and one store for all tests of this JVM, and events to put into them. */
final class TestStore {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable TestStore shared;

  private final EmbeddedPostgres server;
  private final Vertx vertx = Vertx.vertx();
  private final Store store;

  private TestStore() {
    Path data = temporaryFolder();
    server = EmbeddedPostgres.start(data);
    store = await(Store.open(vertx, config(), TestStore::decode));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  store.close();
                  server.close();
                  delete(data);
                }));
  }

  static synchronized TestStore shared() {
    TestStore existing = shared;
    if (existing == null) {
      existing = new TestStore();
      shared = existing;
    }
    return existing;
  }

  Vertx vertx() {
    return vertx;
  }

  Store store() {
    return store;
  }

  StoreConfig config() {
    return StoreConfig.defaults().at(server);
  }

  Shop newShop() {
    return await(store.shops().create("shop-" + NAMES.incrementAndGet(), "EUR"));
  }

  static int newLane() {
    return 1_000 + NAMES.incrementAndGet();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static ShopEvent event(Shop shop, String id, String shopper, String sku, long time) {
    String payload =
        "{\"id\":\""
            + id
            + "\",\"type\":\"product-viewed\",\"time\":\""
            + java.time.Instant.ofEpochMilli(time)
            + "\",\"shopper\":\""
            + shopper
            + "\",\"session\":\"s-"
            + shopper
            + "\",\"sku\":\""
            + sku
            + "\",\"email\":\"someone@example.org\"}";
    return event(shop, id, shopper, sku, time, payload);
  }

  private static ShopEvent event(
      Shop shop, String id, String shopper, String sku, long time, String payload) {
    return new ShopEvent(
        Keys.event(shop.number(), id),
        id,
        EventType.PRODUCT_VIEWED,
        time,
        shopper,
        Keys.shopper(shop.number(), shopper),
        "",
        sku,
        -1,
        1,
        -1,
        "",
        (UUID) null,
        -1,
        -1,
        Double.NaN,
        payload);
  }

  /** Reads the fields that {@link #event} writes, by position of their names. */
  static ShopEvent decode(Shop shop, String payload) {
    return event(
        shop,
        field(payload, "id"),
        field(payload, "shopper"),
        field(payload, "sku"),
        java.time.Instant.parse(field(payload, "time")).toEpochMilli(),
        payload);
  }

  static String field(String payload, String name) {
    int from = payload.indexOf("\"" + name + "\":\"");
    if (from < 0) {
      return "";
    }
    from += name.length() + 4;
    return payload.substring(from, payload.indexOf('"', from));
  }

  static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("pannier-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try {
      PostgresBinaries.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
