package io.pannier.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.messages.Addresses;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.ProductsStored;
import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.spi.QuestionText;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.pannier.text.TextConfig.Pooling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is encoded when, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextVerticleTest {
  @TempDir private static Path data;

  private final Vertx vertx = Vertx.vertx();
  private EmbeddedPostgres server;
  private Store store;
  private int shops;

  @BeforeAll
  void open() throws Exception {
    server = EmbeddedPostgres.start(data);
    store = await(Store.open(vertx, StoreConfig.defaults().at(server)));
    LocalCodec.register(vertx);
  }

  @AfterAll
  void close() throws Exception {
    store.close();
    server.close();
    await(vertx.close());
  }

  @Test
  void onlyWhatChangedIsEncodedAgainAlsoAfterARestart() throws Exception {
    Shop shop = newShop();
    CountingEncoder first = new CountingEncoder("model-a");
    Room room = new Room(first, 10_000);
    room.publish(shop, "tea", "cup", "spoon");
    room.await(() -> room.room.products(shop.number()).size() == 3);
    assertThat(first.read).containsExactlyInAnyOrder("tea", "cup", "spoon");

    room.publish(shop, Map.of("sku-0", "tea", "sku-1", "large cup"));
    room.await(() -> first.read.size() == 4);
    assertThat(first.read).last().isEqualTo("large cup");
    room.stop();

    // As at a start: the whole catalogue passes by, with one product that came meanwhile.
    put(shop, Map.of("sku-3", "napkin"));
    CountingEncoder second = new CountingEncoder("model-a");
    Room restarted = new Room(second, 10_000);
    restarted.publishAll(shop);
    restarted.await(() -> restarted.room.products(shop.number()).size() == 4);
    assertThat(second.read).containsExactly("napkin");
    float[] read = new float[64];
    assertThat(restarted.room.products(shop.number()).vector(item(shop, "sku-1"), read)).isTrue();
    assertThat(read).containsExactly(second.encode(List.of("large cup")).getFirst());
    restarted.stop();

    // Vectors of another model say nothing.
    CountingEncoder other = new CountingEncoder("model-b");
    Room changed = new Room(other, 10_000);
    changed.publishAll(shop);
    changed.await(() -> other.read.size() == 4);
    assertThat(changed.counter("encoded")).isEqualTo(4);
    assertThat(changed.counter("cached")).isZero();
    changed.stop();
  }

  @Test
  void whatFindsTheQueueFullIsReadFromTheStoreLater() throws Exception {
    Shop shop = newShop();
    CountingEncoder encoder = new CountingEncoder("model-q");
    Room room = new Room(encoder, 1_000, false);
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      titles.add("title " + i);
    }
    String[] all = titles.toArray(String[]::new);
    room.publish(shop, all);
    room.publish(shop, all);
    assertThat(room.room.waiting()).isEqualTo(600);
    assertThat(room.counter("overflowed")).isEqualTo(600);
    room.publish(shop, Map.of("sku-0", "another title"));
    room.room.begin();
    room.await(() -> room.room.products(shop.number()).size() == 600 && room.room.waiting() == 0);
    room.await(() -> encoder.read.contains("another title"));
    room.stop();
  }

  @Test
  void aQuestionInWordsHasAVectorAndIsRemembered() throws Exception {
    CountingEncoder encoder = new CountingEncoder("model-c");
    Room room = new Room(encoder, 10_000);
    QuestionText asked = room.room.question(1, "a picnic for four").get(10, TimeUnit.SECONDS);
    assertThat(asked.query()).isEqualTo("a picnic for four");
    assertThat(asked.vector()).isEqualTo(encoder.encode(List.of("a picnic for four")).getFirst());
    encoder.read.clear();
    assertThat(room.room.question(1, "a picnic for four").get(10, TimeUnit.SECONDS).vector())
        .isNotNull();
    assertThat(encoder.read).isEmpty();
    assertThat(room.room.question(1, "").isDone()).isTrue();
    room.stop();
  }

  @Test
  void withoutAModelQuestionsKeepTheirWords() throws Exception {
    TextVerticle room =
        new TextVerticle(
            config(10_000),
            store.textVectors(),
            (shop, pages) -> {},
            new SimpleMeterRegistry(),
            () -> {
              throw new UnsatisfiedLinkError("no such library here");
            });
    String id = await(vertx.deployVerticle(room));
    QuestionText asked = room.question(1, "tea").get(10, TimeUnit.SECONDS);
    assertThat(asked.query()).isEqualTo("tea");
    assertThat(asked.vector()).isNull();
    await(vertx.undeploy(id));
  }

  /** A room of its own, deployed, and what it is told. */
  private final class Room {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TextVerticle room;
    private final String id;

    private Room(TextEncoder encoder, int queue) throws Exception {
      this(encoder, queue, true);
    }

    private Room(TextEncoder encoder, int queue, boolean begin) throws Exception {
      room =
          new TextVerticle(
              config(queue),
              store.textVectors(),
              (shop, pages) -> {
                try {
                  TextVerticleTest.await(
                      store.products().each(shop, (products, at) -> pages.accept(products)));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              registry,
              () -> encoder);
      id = TextVerticleTest.await(vertx.deployVerticle(room));
      if (begin) {
        room.begin();
      }
    }

    private void publish(Shop shop, String... titles) throws Exception {
      Map<String, String> bySku = new LinkedHashMap<>();
      for (String title : titles) {
        bySku.put("sku-" + bySku.size(), title);
      }
      publish(shop, bySku);
    }

    private void publish(Shop shop, Map<String, String> titles) throws Exception {
      send(shop, put(shop, titles));
    }

    private void publishAll(Shop shop) throws Exception {
      List<Product> all = new ArrayList<>();
      TextVerticleTest.await(store.products().each(shop, (products, at) -> all.addAll(products)));
      send(shop, all);
    }

    private void send(Shop shop, List<Product> products) throws Exception {
      Promise<Void> heard = Promise.promise();
      // Publishing reaches consumers in the order in which they came.
      MessageConsumer<ProductsStored> last =
          vertx.eventBus().localConsumer(Addresses.PRODUCTS_STORED, message -> heard.tryComplete());
      vertx.eventBus().publish(Addresses.PRODUCTS_STORED, new ProductsStored(shop, products, 0));
      TextVerticleTest.await(heard.future());
      TextVerticleTest.await(last.unregister());
      TimeUnit.MILLISECONDS.sleep(50);
    }

    private double counter(String name) {
      return registry.get("pannier.text." + name).counter().count();
    }

    private void await(BooleanSupplier condition) throws Exception {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - until > 0) {
          throw new TimeoutException("it did not happen within a minute");
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }

    private void stop() throws Exception {
      TextVerticleTest.await(vertx.undeploy(id));
    }
  }

  private Shop newShop() throws Exception {
    return await(store.shops().create("shop-" + ++shops, "EUR"));
  }

  private int item(Shop shop, String sku) {
    return store.items().find(shop.number(), sku);
  }

  private List<Product> put(Shop shop, Map<String, String> titles) throws Exception {
    List<ProductDraft> drafts = new ArrayList<>();
    titles.forEach(
        (sku, title) ->
            drafts.add(
                new ProductDraft(
                    sku, title, "", "", "", "EUR", 100, 50, 5, List.of(), Map.of(), List.of(),
                    "{}")));
    return await(store.products().put(shop, drafts));
  }

  private static TextConfig config(int queue) {
    return new TextConfig(true, "english", Pooling.CLS, 128, 16, 1, 1, queue);
  }

  private static <T> T await(Future<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
