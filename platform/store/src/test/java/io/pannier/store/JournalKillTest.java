package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** The server is killed, again and again, while the journal is being written. */
final class JournalKillTest {
  private static final int KILLS = 3;
  private static final int APPENDS_BETWEEN_KILLS = 400;
  private static final int APPEND_ROWS = 25;
  private static final int OUTSTANDING = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void losesNothingAcknowledgedAndTakesNothingTwice() throws Exception {
    Path data = TestStore.temporaryFolder();
    Vertx vertx = Vertx.vertx();
    Queue<EventsJournaled> published = new ConcurrentLinkedQueue<>();
    List<Future<boolean[]>> acknowledged = new ArrayList<>();
    List<EventsJournaled> replayed = new ArrayList<>();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data);
        Store store =
            await(Store.open(vertx, StoreConfig.defaults().at(server), TestStore::decode))) {
      Shop shop = await(store.shops().create("killed", "EUR"));
      JournalLane lane = await(store.journal().openLane(0, published::add));
      Semaphore outstanding = new Semaphore(OUTSTANDING);
      for (int i = 0; i <= KILLS * APPENDS_BETWEEN_KILLS + APPENDS_BETWEEN_KILLS / 2; i++) {
        outstanding.acquire();
        Future<boolean[]> append = lane.append(shop.number(), events(shop, i));
        append.onComplete(done -> outstanding.release());
        acknowledged.add(append);
        if (i > 0 && i % APPENDS_BETWEEN_KILLS == 0) {
          ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        }
      }
      for (Future<boolean[]> append : acknowledged) {
        assertThat(await(append))
            .as("told as fresh, also when it was written again")
            .doesNotContain(false);
      }
      await(lane.close());
      awaitServer(store, shop);
      await(store.journal().replay(Map.of(), replayed::add));
    }
    await(vertx.close());
    TestStore.delete(data);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < acknowledged.size() * APPEND_ROWS; i++) {
      expected.add((i + 1) + ":e" + i);
    }
    assertThat(ids(replayed)).isEqualTo(expected);
    assertThat(ids(published)).isEqualTo(expected);
  }

  /**
   * The connection of a lane may outlive the server's first process by a moment, long enough to
   * acknowledge the rest, so that the server need not be back when everything is acknowledged.
   */
  private static void awaitServer(Store store, Shop shop) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        await(store.products().search(shop, "anything", 1));
        return;
      } catch (PannierException e) {
        if (e.code() != StandardErrorCode.STORE_UNAVAILABLE || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private static List<ShopEvent> events(Shop shop, int append) {
    List<ShopEvent> events = new ArrayList<>(APPEND_ROWS);
    for (int i = 0; i < APPEND_ROWS; i++) {
      int number = append * APPEND_ROWS + i;
      events.add(TestStore.event(shop, "e" + number, "anna", "sku", 1_790_000_000_000L + number));
    }
    return events;
  }

  private static List<String> ids(Iterable<EventsJournaled> batches) {
    List<String> ids = new ArrayList<>();
    for (EventsJournaled batch : batches) {
      for (JournaledEvent event : batch.events()) {
        ids.add(event.offset() + ":" + event.event().id());
      }
    }
    return ids;
  }
}
