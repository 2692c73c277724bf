package io.pannier.plugins.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.EventType;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StrategyConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PopularityStrategyTest {
  private static final long DAY = 86_400_000;

  private final HandClock clock = new HandClock();
  private final Shelf shelf = new Shelf(5, 9, 0, 7, 7, 2);
  private final PopularityStrategy strategy = strategy(Map.of());

  @Test
  void ranksByWeightedCountsWithTiesInOrderOfItem() {
    ScoredCandidates answer = ask(shelf.asks(10));

    assertThat(items(answer)).containsExactly(1, 3, 4, 0, 5, 2);
    assertThat(answer.score(0)).isEqualTo(9);
    assertThat(answer.score(5)).isZero();
    assertThat(answer.because(0)).isEqualTo(-1);
  }

  @Test
  void negativeWeightsCountAgainstAProductButNoScoreFallsBelowZero() {
    shelf.publish(1, 10, EventType.CART_REMOVED, 50);

    ScoredCandidates answer = ask(shelf.asks(10));
    assertThat(items(answer)).containsExactly(3, 4, 0, 5, 1, 2);
    assertThat(answer.score(4)).isZero();
  }

  @Test
  void leavesOutWhatIsInTheCartOrSoldOutSinceTheRanking() {
    ask(shelf.asks(1));
    shelf.publish(3, 0, EventType.PURCHASED, 7);

    assertThat(items(ask(shelf.asks(2, 1)))).containsExactly(4, 0);
  }

  @Test
  void scoresGivenCandidatesAndNoOthers() {
    ScoringContext context =
        shelf.asks(10, new int[] {1}, ShopperHistory.EMPTY, new int[] {2, 5, 5, 1, 3, 99, -1});

    assertThat(items(ask(context))).containsExactly(3, 5, 2);
  }

  @Test
  void whatAShopperTurnedDownComesBackWithTime() {
    assertThat(items(ask(dismissed(1, 0)))).containsExactly(3, 4, 0);
    // Half of 9 is below 7 and 5.
    assertThat(items(ask(dismissed(1, DAY)))).containsExactly(3, 4, 0);
    assertThat(items(ask(dismissed(1, 3 * DAY)))).containsExactly(1, 3, 4);
  }

  @Test
  void countsAreReadAgainOnceTheRankingIsOldEnough() {
    ask(shelf.asks(1));
    shelf.publish(0, 10, EventType.PURCHASED, 100);

    assertThat(items(ask(shelf.asks(1)))).containsExactly(1);
    clock.now += 1_000;
    assertThat(items(ask(shelf.asks(1)))).containsExactly(0);
  }

  @Test
  void newProductsDoNotWait() {
    ask(shelf.asks(1));
    shelf.publish(6, 10, EventType.PURCHASED, 100);

    assertThat(items(ask(shelf.asks(1)))).containsExactly(6);
  }

  @Test
  void placementsWithOtherWeightsHaveRankingsOfTheirOwn() {
    shelf.publish(2, 10, EventType.PRODUCT_VIEWED, 30);
    assertThat(items(ask(shelf.asks(1)))).containsExactly(1);
    ScoringContext other = shelf.asks(1);
    float[] views = new float[EventType.count()];
    views[EventType.PRODUCT_VIEWED.ordinal()] = 1;
    ScoringContext byViews =
        new ScoringContext(
            shelf,
            other.placement(),
            other.cart(),
            other.quantities(),
            other.history(),
            other.now(),
            null,
            1,
            views,
            Map.of());

    assertThat(items(ask(byViews))).containsExactly(2);
    assertThat(items(ask(other))).containsExactly(1);
  }

  @Test
  void aLargeCatalogueIsRankedInSlices() {
    float[] sold = new float[5_000];
    for (int item = 0; item < sold.length; item++) {
      sold[item] = item;
    }
    Shelf large = new Shelf(sold);
    PopularityStrategy sliced = strategy(Map.of("slice", "100"));

    // The first pass takes ten slices a call and answers from what it has seen.
    assertThat(sliced.score(List.of(large.asks(1))).getFirst().item(0)).isEqualTo(999);
    for (int call = 0; call < 4; call++) {
      sliced.score(List.of(large.asks(1)));
    }
    assertThat(sliced.score(List.of(large.asks(1))).getFirst().item(0)).isEqualTo(4_999);

    // The next one keeps answering from the last until it is through.
    large.publish(0, 10, EventType.PURCHASED, 10_000);
    clock.now += 1_000;
    for (int call = 0; call < 49; call++) {
      assertThat(sliced.score(List.of(large.asks(1))).getFirst().item(0)).isEqualTo(4_999);
    }
    assertThat(sliced.score(List.of(large.asks(1))).getFirst().item(0)).isZero();
  }

  @Test
  void anAnswerMayBeLongerThanTheRankingWasDeep() {
    float[] sold = new float[500];
    Arrays.fill(sold, 1);
    Shelf large = new Shelf(sold);
    PopularityStrategy shallow = strategy(Map.of("depth", "16"));
    shallow.score(List.of(large.asks(10)));

    assertThat(shallow.score(List.of(large.asks(400))).getFirst().size()).isEqualTo(400);
  }

  private ScoringContext dismissed(int item, long ago) {
    ShopperHistory history =
        new ShopperHistory(
            new int[] {item},
            new byte[] {(byte) EventType.OFFER_DISMISSED.ordinal()},
            new long[] {Shelf.NOW - ago},
            new float[EventType.count()],
            0,
            0,
            Shelf.NOW - ago);
    return shelf.asks(3, new int[0], history, null);
  }

  private PopularityStrategy strategy(Map<String, String> settings) {
    return new PopularityStrategy(PopularityConfig.of(new StrategyConfig(settings)), clock);
  }

  private ScoredCandidates ask(ScoringContext context) {
    return strategy.score(List.of(context)).getFirst();
  }

  private static int[] items(ScoredCandidates answer) {
    int[] items = new int[answer.size()];
    Arrays.setAll(items, answer::item);
    return items;
  }

  /** A clock that is moved by hand. */
  private static final class HandClock extends Clock {
    private long now = Shelf.NOW;

    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
