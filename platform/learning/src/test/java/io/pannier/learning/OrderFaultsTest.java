package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rest is tested with observations, by the strategy that is trained. */
class OrderFaultsTest {
  private static final int ORDER = 5;
  private static final int FIRST = ORDER * (PairShop.BEFORE + 4);
  private static final int LINE = FIRST + PairShop.BEFORE;

  @Test
  void ordersThatTeachPass() {
    assertThatCode(() -> check(PairShop.orders(100, 1))).doesNotThrowAnyException();
    assertThatCode(() -> check(PairShop.followed(100, 1))).doesNotThrowAnyException();
  }

  @Test
  void aHistoryThatIsYoungerThanItsOrderIsALeak() {
    TrainingOrders orders = PairShop.orders(100, 1);
    times(orders)[FIRST + 1] = 1;
    refused(orders, "order 5 is given away", "is younger than the order");
  }

  @Test
  void anOrdersOwnProductInTheHistoryAtItsTimeIsALeak() {
    TrainingOrders orders = PairShop.orders(100, 1);
    times(orders)[FIRST + 2] = 0;
    orders.events().items()[FIRST + 2] = orders.events().items()[LINE];
    refused(orders, "order 5 is given away", "of the order stands there at its time");
  }

  @Test
  void anotherProductAtThatTimeIsNone() {
    TrainingOrders orders = PairShop.orders(100, 1);
    times(orders)[FIRST + 2] = 0;
    int[] basket = orders.basket(ORDER);
    orders.events().items()[FIRST + 2] =
        IntStream.range(0, PairShop.ITEMS)
            .filter(item -> Arrays.stream(basket).noneMatch(own -> own == item))
            .findFirst()
            .orElseThrow();
    assertThatCode(() -> check(orders)).doesNotThrowAnyException();
  }

  /** Days instead of seconds: the same basket on the same day is no copy. */
  @Test
  void timesThatAreCoarseTellNothing() {
    TrainingOrders orders = PairShop.orders(2_000, 1);
    Arrays.setAll(orders.times(), order -> 86_400L * (order / 100));
    assertThatCode(() -> check(orders)).doesNotThrowAnyException();
  }

  private static int[] times(TrainingOrders orders) {
    return Objects.requireNonNull(orders.events().sequences().times());
  }

  private static void check(TrainingOrders orders) {
    new OrderFaults(orders).requireLessons(IntStream.range(0, orders.count()).toArray());
  }

  private static void refused(TrainingOrders orders, String... words) {
    assertThatThrownBy(() -> check(orders))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DATA_INVALID))
        .hasMessageContainingAll(words);
  }
}
