package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.TrainingOrders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderDrawTest {
  private static final int MOST = 6;

  private final TrainingOrders orders = PairShop.orders(200, 5);
  private final OrderDraw draw = new OrderDraw(orders, MOST);

  @Test
  void whatMustBeNamedIsOfTheOrderAndNotBeforeThePositionThatNamesIt() {
    Random random = new Random(1);
    boolean cold = false;
    boolean warm = false;
    for (int round = 0; round < 2_000; round++) {
      int order = random.nextInt(orders.count());
      draw.draw(order, random);
      assertThat(draw.size()).isBetween(1, MOST);
      Set<Integer> seen = new HashSet<>();
      int from = orders.events().sequences().offsets()[order];
      for (int t = 0; t < draw.size(); t++) {
        int event = draw.event(t);
        assertThat(event).isBetween(from, orders.events().sequences().offsets()[order + 1] - 1);
        boolean history = event < from + PairShop.BEFORE;
        cold |= t == 0 && !history;
        warm |= history;
        if (history) {
          assertThat(draw.target(t)).isEqualTo(-1);
        } else {
          seen.add(orders.events().items()[event]);
        }
        if (draw.target(t) >= 0) {
          assertThat(basket(order)).contains(draw.target(t));
          assertThat(seen).doesNotContain(draw.target(t));
        }
      }
      assertThat(draw.target(draw.size() - 1)).as("the last position names").isNotNegative();
    }
    assertThat(cold && warm).as("both with and without earlier events").isTrue();
  }

  @Test
  void validationSeesTheWholeCartButTheItemThatIsTakenOut() {
    for (int order = 0; order < orders.count(); order++) {
      int takenOut = draw.takeOut(order, 1, new Random(order))[0];
      draw.drawWithout(order, takenOut);
      Set<Integer> all = new HashSet<>(basket(order));
      assertThat(draw.target(draw.size() - 1)).isEqualTo(orders.events().items()[takenOut]);
      assertThat(all.remove(orders.events().items()[takenOut])).isTrue();
      List<Integer> cart = new ArrayList<>();
      for (int t = 0; t < draw.size(); t++) {
        if (draw.event(t) >= first(order)) {
          cart.add(orders.events().items()[draw.event(t)]);
        }
      }
      assertThat(cart).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  /** A cart for which the sequence has no room is known all the same. */
  @Test
  void whatTheSequenceHasNoRoomForIsTold() {
    OrderDraw small = new OrderDraw(orders, 2);
    small.drawWithout(3, first(3));
    assertThat(small.size()).isEqualTo(2);
    assertThat(small.unread()).containsExactly(orders.events().items()[first(3) + 1]);
  }

  private int first(int order) {
    return orders.events().sequences().offsets()[order] + PairShop.BEFORE;
  }

  private Set<Integer> basket(int order) {
    Set<Integer> items = new HashSet<>();
    int from = orders.events().sequences().offsets()[order] + PairShop.BEFORE;
    for (int i = from; i < orders.events().sequences().offsets()[order + 1]; i++) {
      items.add(orders.events().items()[i]);
    }
    return items;
  }
}
