package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static io.pannier.store.TestStore.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The connection breaks after the commit and before the answer. */
final class JournalRecoveryTest {
  private final TestStore test = TestStore.shared();
  private final Shop shop = test.newShop();
  // 0 forwards everything, 1 waits for the insert, 2 for its answer, 3 has swallowed it.
  private final AtomicInteger phase = new AtomicInteger();

  @Test
  void answersFromWhatIsThereWhenTheAnswerOfACommitWasLost() {
    StoreConfig direct = test.config();
    NetServer proxy =
        await(
            test.vertx()
                .createNetServer()
                .connectHandler(client -> forward(client, direct))
                .listen(0, "127.0.0.1"));
    StoreConfig config =
        direct.at(
            "127.0.0.1", proxy.actualPort(), direct.database(), direct.user(), direct.password());
    Queue<EventsJournaled> published = new ConcurrentLinkedQueue<>();
    try (Store store = await(Store.open(test.vertx(), config, TestStore::decode))) {
      JournalLane lane = await(store.journal().openLane(TestStore.newLane(), published::add));
      await(lane.append(shop.number(), List.of(view("before"))));
      phase.set(1);
      boolean[] fresh =
          await(lane.append(shop.number(), List.of(view("a"), view("before"), view("b"))));
      assertThat(phase).as("the answer was swallowed").hasValue(3);
      assertThat(fresh).containsExactly(true, false, true);
      assertThat(await(lane.append(shop.number(), List.of(view("b"), view("c")))))
          .containsExactly(false, true);
      await(lane.close());
    }
    await(proxy.close());
    assertThat(published)
        .flatExtracting(EventsJournaled::events)
        .extracting(event -> event.offset() + ":" + event.event().id())
        .containsExactly("1:before", "2:a", "4:b", "6:c");
  }

  private void forward(NetSocket client, StoreConfig config) {
    client.pause();
    test.vertx()
        .createNetClient()
        .connect(config.port(), config.host())
        .onSuccess(
            server -> {
              boolean[] doomed = {false};
              client.handler(
                  question -> {
                    if (question.toString().contains("\"before\"") && phase.compareAndSet(1, 2)) {
                      doomed[0] = true;
                    }
                    server.write(question);
                  });
              server.handler(
                  answer -> {
                    if (doomed[0]) {
                      phase.compareAndSet(2, 3);
                      client.close();
                      server.close();
                    } else {
                      client.write(answer);
                    }
                  });
              client.closeHandler(closed -> server.close());
              server.closeHandler(closed -> client.close());
              client.resume();
            });
  }

  private ShopEvent view(String id) {
    return event(shop, id, "anna", "sku", System.currentTimeMillis());
  }
}
