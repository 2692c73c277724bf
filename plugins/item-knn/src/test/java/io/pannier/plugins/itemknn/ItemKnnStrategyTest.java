package io.pannier.plugins.itemknn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StandardErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemKnnStrategyTest {
  private static final long DAY = 86_400_000;

  private final Shelf shelf = new Shelf(20);
  private final ItemKnnStrategy strategy = taught(Map.of());

  /** 1 is mostly bought with 0, 2 sometimes; 3 and 4 with each other; 5 with everything. */
  private static ItemKnnStrategy taught(Map<String, String> settings) {
    ItemKnnStrategy strategy = Purchases.strategy(settings);
    for (int i = 0; i < 10; i++) {
      strategy.learn(Purchases.order("a" + i, 0, 1));
      strategy.learn(Purchases.order("b" + i, 3, 4));
      strategy.learn(Purchases.order("c" + i, 5, 10 + i));
    }
    for (int i = 0; i < 4; i++) {
      strategy.learn(Purchases.order("d" + i, 0, 2));
      strategy.learn(Purchases.order("e" + i, 2, 6));
    }
    return strategy;
  }

  @Test
  void ranksNeighboursOfTheCartAndNamesWhatCarriedThem() {
    ScoredCandidates answer = ask(shelf.asks(10, 0, 3));

    assertThat(items(answer)).containsExactly(4, 1, 2);
    assertThat(answer.because(0)).isEqualTo(3);
    assertThat(answer.because(1)).isZero();
    assertThat(answer.because(2)).isZero();
  }

  @Test
  void theScoreIsTheFormulaOfTheReadme() {
    ItemKnnStrategy plain = taught(Map.of("asymmetry", "0.5", "sharpness", "1", "shrinkage", "3"));
    ScoredCandidates answer = plain.score(List.of(shelf.asks(10, 0, 6))).getFirst();

    // 14 orders hold item 0, 10 hold item 1, 8 hold item 2, 4 hold item 6.
    assertThat(items(answer)).containsExactly(2, 1);
    assertThat(answer.score(0))
        .isCloseTo(
            (float) (4 / (Math.sqrt(14 * 8) + 3) + 4 / (Math.sqrt(8 * 4) + 3)), within(1e-5f));
    assertThat(answer.score(1)).isCloseTo((float) (10 / (Math.sqrt(140) + 3)), within(1e-5f));
    assertThat(answer.because(0)).isEqualTo(6);
  }

  @Test
  void equalScoresStandInOrderOfItem() {
    assertThat(items(ask(shelf.asks(4, 5)))).containsExactly(10, 11, 12, 13);
  }

  @Test
  void leavesOutWhatCannotBeOffered() {
    shelf.soldOut(10).without(11);

    assertThat(items(ask(shelf.asks(3, 5, 12)))).containsExactly(13, 14, 15);
  }

  @Test
  void givenCandidatesAreScoredAndNoOthers() {
    int[] candidates = {7, 2, 1, 1, 0, 19};
    ScoredCandidates answer = ask(shelf.asks(10, new int[] {0}, ShopperHistory.EMPTY, candidates));

    assertThat(items(answer)).containsExactly(1, 2, 7, 19);
    assertThat(answer.score(2)).isZero();
    assertThat(answer.because(2)).isEqualTo(-1);
  }

  @Test
  void answersNothingWhereNothingIsKnown() {
    assertThat(ask(shelf.asks(10)).size()).isZero();
    assertThat(ask(shelf.asks(10, 7)).size()).isZero();
    assertThat(ask(shelf.asks(10, new int[0], ShopperHistory.EMPTY, new int[] {1, 2})).size())
        .isZero();
  }

  @Test
  void historyCountsLessThanTheCartAndLessWithAge() {
    ScoringContext fresh = shelf.asks(10, new int[0], Shelf.once(EventType.PURCHASED, 0, 0), null);
    ScoringContext old =
        shelf.asks(10, new int[0], Shelf.once(EventType.PURCHASED, 0, 14 * DAY), null);
    ScoringContext viewed =
        shelf.asks(10, new int[0], Shelf.once(EventType.PRODUCT_VIEWED, 0, 0), null);
    float inCart = ask(shelf.asks(10, 0)).score(0);

    assertThat(items(ask(fresh))).startsWith(1);
    assertThat(ask(fresh).score(0)).isLessThan(inCart);
    assertThat(ask(old).score(0)).isLessThan(ask(fresh).score(0));
    assertThat(ask(viewed).score(0)).isLessThan(ask(fresh).score(0));
    assertThat(ask(fresh).because(0)).isZero();
  }

  @Test
  void aDismissedProductComesBackWithTime() {
    ScoringContext now =
        shelf.asks(10, new int[] {0}, Shelf.once(EventType.OFFER_DISMISSED, 1, 0), null);
    ScoringContext nextDay =
        shelf.asks(10, new int[] {0}, Shelf.once(EventType.OFFER_DISMISSED, 1, DAY), null);

    assertThat(items(ask(now))).containsExactly(2);
    assertThat(ask(nextDay).score(0)).isCloseTo(ask(shelf.asks(10, 0)).score(0) / 2, within(1e-6f));
  }

  @Test
  void liftIsPositiveForPartnersZeroForStrangersNegativeForRivals() {
    int[] items = {0, 1, 3, 7};
    float[] lift = new float[16];
    strategy.complementarity(items, lift);

    // 38 orders, prior 2.
    assertThat(lift[1]).isCloseTo((float) Math.log(12 / (14 * 10 / 38.0 + 2)), within(1e-5f));
    assertThat(lift[4]).isEqualTo(lift[1]);
    assertThat(lift[2]).isNegative();
    assertThat(lift[3]).isZero();
    assertThat(lift[0]).isZero();
  }

  @Test
  void onlyPurchasesOfKnownItemsTeach() {
    ItemKnnStrategy fresh = Purchases.strategy(Map.of());
    fresh.learn(
        List.of(
            observation(EventType.PRODUCT_VIEWED, 1, 1, "o"),
            observation(EventType.PURCHASED, -1, 1, "o"),
            observation(EventType.PURCHASED, 1, 0, "o")));

    assertThat(fresh.counts().orders()).isZero();
  }

  @Test
  void linesWithoutAnOrderBelongToTheShoppersHour() {
    ItemKnnStrategy fresh = Purchases.strategy(Map.of());
    fresh.learn(
        List.of(
            observation(EventType.PURCHASED, 1, 1, null),
            observation(EventType.PURCHASED, 2, 1, null)));

    assertThat(fresh.counts().orders()).isEqualTo(1);
    assertThat(fresh.counts().together(1, 2)).isEqualTo(1);
  }

  @Test
  void anInvoiceOfAThousandLinesCountsABoundedSample() {
    ItemKnnStrategy fresh = Purchases.strategy(Map.of());
    int[] items = new int[1_000];
    Arrays.setAll(items, i -> i);
    fresh.learn(Purchases.order("wholesale", items));

    int counted = BatchCounts.supportsOf(fresh.counts()).size();
    assertThat(counted).isEqualTo(20);
    assertThat(BatchCounts.pairsOf(fresh.counts())).hasSize(20 * 19);
  }

  @Test
  void neighboursFollowWhatIsLearned() {
    ask(shelf.asks(10, 0));
    for (int i = 0; i < 30; i++) {
      strategy.learn(Purchases.order("f" + i, 0, 7));
    }

    assertThat(items(ask(shelf.asks(10, 0)))).startsWith(7);
  }

  @Test
  void aSnapshotRestoresEveryAnswer() throws IOException {
    byte[] snapshot = snapshot(strategy);
    ItemKnnStrategy restored = Purchases.strategy(Map.of());
    restored.restore(new ByteArrayInputStream(snapshot));

    ScoredCandidates before = ask(shelf.asks(10, 0, 3, 5));
    ScoredCandidates after = restored.score(List.of(shelf.asks(10, 0, 3, 5))).getFirst();
    assertThat(items(after)).isEqualTo(items(before));
    for (int rank = 0; rank < before.size(); rank++) {
      assertThat(after.score(rank)).isEqualTo(before.score(rank));
      assertThat(after.because(rank)).isEqualTo(before.because(rank));
    }
  }

  @Test
  void aDamagedSnapshotIsRefusedAndLeavesTheStateAlone() throws IOException {
    byte[] snapshot = snapshot(strategy);
    for (int at = 0; at < snapshot.length; at++) {
      byte[] damaged = snapshot.clone();
      damaged[at] ^= 0x41;
      assertThatThrownBy(() -> strategy.restore(new ByteArrayInputStream(damaged)))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
      byte[] cut = Arrays.copyOf(snapshot, at);
      assertThatThrownBy(() -> strategy.restore(new ByteArrayInputStream(cut)))
          .isInstanceOf(IOException.class);
    }
    assertThat(items(ask(shelf.asks(10, 0)))).containsExactly(1, 2);
  }

  @Test
  void aSnapshotCountedWithAnotherBoundIsRefused() throws IOException {
    byte[] snapshot = snapshot(strategy);
    ItemKnnStrategy other = Purchases.strategy(Map.of("max-items-per-order", "30"));

    assertThatThrownBy(() -> other.restore(new ByteArrayInputStream(snapshot)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("20 items an order, now 30");
  }

  @Test
  void aSettingOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> Purchases.strategy(Map.of("asymmetry", "1.5")))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.STRATEGY_CONFIG_INVALID))
        .hasMessageContaining("asymmetry");
  }

  private ScoredCandidates ask(ScoringContext context) {
    return strategy.score(List.of(context)).getFirst();
  }

  private static int[] items(ScoredCandidates answer) {
    int[] items = new int[answer.size()];
    Arrays.setAll(items, answer::item);
    return items;
  }

  private static byte[] snapshot(ItemKnnStrategy strategy) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    strategy.snapshot(out);
    return out.toByteArray();
  }

  private static Observation observation(
      EventType type, int item, int quantity, @Nullable String order) {
    return new Observation(
        type, Shelf.NOW, 7, item, quantity, 1_000, order, Double.NaN, Double.NaN);
  }
}
