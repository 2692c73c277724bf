package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static io.pannier.store.TestStore.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class JournalTest {
  private static final long NOW = System.currentTimeMillis();

  private final TestStore test = TestStore.shared();
  private final Journal journal = test.store().journal();
  private final Shop shop = test.newShop();
  private final int number = TestStore.newLane();
  private final Queue<EventsJournaled> published = new ConcurrentLinkedQueue<>();

  @Test
  void tellsFreshFromDuplicate() {
    JournalLane lane = await(journal.openLane(number, published::add));
    List<ShopEvent> first = List.of(view("a"), view("b"), view("a"));
    assertThat(await(lane.append(shop.number(), first))).containsExactly(true, true, false);
    assertThat(await(lane.append(shop.number(), List.of(view("b"), view("c")))))
        .containsExactly(false, true);
    await(lane.close());
    assertThat(ids(published)).containsExactly("1:a", "2:b", "5:c");
    assertThat(published).extracting(EventsJournaled::fromOffset).containsExactly(1L, 4L);
    assertThat(published).extracting(EventsJournaled::toOffset).containsExactly(3L, 5L);
  }

  @Test
  void acceptsTheSameIdAgainOnAnotherDay() {
    JournalLane lane = await(journal.openLane(number, published::add));
    ShopEvent older = event(shop, "a", "anna", "sku", NOW - Duration.ofDays(2).toMillis());
    assertThat(await(lane.append(shop.number(), List.of(view("a"), older))))
        .containsExactly(true, true);
    await(lane.close());
  }

  @Test
  void takesImportsOfLongAgo() {
    JournalLane lane = await(journal.openLane(number, published::add));
    ShopEvent old = event(shop, "old", "anna", "sku", 0);
    assertThat(await(lane.append(shop.number(), List.of(old)))).containsExactly(true);
    await(lane.close());
  }

  @Test
  void publishesManySmallAppendsInOrderWithoutAGap() {
    JournalLane lane = await(journal.openLane(number, published::add));
    List<Future<boolean[]>> acknowledged = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      acknowledged.add(lane.append(shop.number(), List.of(view("e" + i))));
    }
    await(Future.all(acknowledged));
    await(lane.close());
    long covered = 0;
    List<String> ids = new ArrayList<>();
    for (EventsJournaled batch : published) {
      assertThat(batch.fromOffset()).isEqualTo(covered + 1);
      covered = batch.toOffset();
      batch.events().forEach(event -> ids.add(event.event().id()));
    }
    assertThat(covered).isEqualTo(5_000);
    assertThat(ids).hasSize(5_000).startsWith("e0", "e1", "e2").endsWith("e4999");
    assertThat(published.size()).as("group commit").isLessThan(1_000);
  }

  @Test
  void continuesOffsetsAfterReopening() {
    JournalLane lane = await(journal.openLane(number, published::add));
    await(lane.append(shop.number(), List.of(view("a"), view("b"))));
    await(lane.close());
    lane = await(journal.openLane(number, published::add));
    await(lane.append(shop.number(), List.of(view("c"))));
    await(lane.close());
    assertThat(ids(published)).containsExactly("1:a", "2:b", "3:c");
    assertThat(await(journal.lastOffsets())).containsEntry(number, 3L);
  }

  @Test
  void replaysBehindTheCoveredOffsetInOrder() {
    JournalLane lane = await(journal.openLane(number, published::add));
    await(test.store().items().assign(shop, List.of("sku")));
    List<ShopEvent> events = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      events.add(view("e" + i));
    }
    await(lane.append(shop.number(), events));
    await(lane.append(shop.number(), events.subList(0, 10)));
    await(lane.close());
    List<EventsJournaled> replayed = new ArrayList<>();
    await(
        journal.replay(
            Map.of(number, 4_321L),
            batch -> {
              if (batch.lane() == number) {
                replayed.add(batch);
              }
            }));
    assertThat(replayed.getFirst().fromOffset()).isEqualTo(4_322);
    assertThat(replayed.getLast().toOffset()).as("duplicates are covered").isEqualTo(10_010);
    assertThat(replayed.stream().mapToInt(batch -> batch.events().size()).sum()).isEqualTo(5_679);
    long offset = 4_321;
    for (EventsJournaled batch : replayed) {
      for (JournaledEvent event : batch.events()) {
        assertThat(event.offset()).isEqualTo(++offset);
        assertThat(event.event().id()).isEqualTo("e" + (offset - 1));
        assertThat(event.event().item()).isZero();
        assertThat(event.shop()).isEqualTo(shop.number());
      }
    }
  }

  @Test
  void refusesWhatCannotBeStoredAndKeepsServing() {
    JournalLane lane = await(journal.openLane(number, published::add));
    ShopEvent late =
        event(shop, "late", "anna", "sku", NOW + Duration.ofDays(2_900_000).toMillis());
    assertThatThrownBy(() -> await(lane.append(shop.number(), List.of(late))))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("late");
    ShopEvent nul = event(shop, "nul", "an\0na", "sku", NOW);
    assertThatThrownBy(() -> await(lane.append(shop.number(), List.of(nul))))
        .hasMessageContaining("NUL");
    assertThat(await(lane.append(shop.number(), List.of(view("fine"))))).containsExactly(true);
    await(lane.close());
  }

  @Test
  void keepsShopsApart() {
    Shop other = test.newShop();
    JournalLane lane = await(journal.openLane(number, published::add));
    assertThat(await(lane.append(shop.number(), List.of(view("same"))))).containsExactly(true);
    ShopEvent theirs = event(other, "same", "anna", "sku", NOW);
    assertThat(await(lane.append(other.number(), List.of(theirs)))).containsExactly(true);
    await(lane.close());
  }

  private ShopEvent view(String id) {
    return event(shop, id, "anna", "sku", NOW);
  }

  private static List<String> ids(Iterable<EventsJournaled> batches) {
    List<String> ids = new ArrayList<>();
    batches.forEach(
        batch -> batch.events().forEach(e -> ids.add(e.offset() + ":" + e.event().id())));
    return ids;
  }
}
