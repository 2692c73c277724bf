package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.TrainingOrders;
import java.util.Arrays;
import java.util.HashSet;
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
  void validationSeesTheCartAndHidesTheSameItemEachTime() {
    for (int order = 0; order < orders.count(); order++) {
      draw.drawForValidation(order, new Random(order));
      int hidden = draw.target(draw.size() - 1);
      int[] cart = new int[draw.size()];
      for (int t = 0; t < cart.length; t++) {
        cart[t] = orders.events().items()[draw.event(t)];
      }
      Set<Integer> all = new HashSet<>(basket(order));
      assertThat(all.remove(hidden)).isTrue();
      assertThat(Arrays.stream(cart).boxed().toList()).containsExactlyInAnyOrderElementsOf(all);
      draw.drawForValidation(order, new Random(order));
      assertThat(draw.target(draw.size() - 1)).isEqualTo(hidden);
    }
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
