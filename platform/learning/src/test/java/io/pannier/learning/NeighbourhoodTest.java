package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.WideSeeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
  private static final int MOST = 8;

  private final TrainingOrders orders = PairShop.orders(40, 5);
  private final CountedOrders counted = new CountedOrders(orders);

  /** Every position against sums that are added up from counts without the order. */
  @Test
  void whatAPositionIsToldIsCountedFromTheOtherOrders() {
    OrderDraw draw = new OrderDraw(orders, MOST);
    Random random = new Random(3);
    Neighbourhood neighbourhood = new Neighbourhood(orders, counted, counted.first(40));
    int positions = 0;
    for (int order = 0; order < 40; order++) {
      draw.draw(order, random);
      BatchDraw batch = new BatchDraw(orders, draw);
      batch.add();
      Neighbours others = without(order);
      WideInput input = neighbourhood.read(batch, Columns.all(PairShop.ITEMS), true);
      int row = 0;
      for (int t = 0; t < draw.size(); t++) {
        if (draw.target(t) >= 0) {
          check(draw, t, others, input, row++);
          positions++;
        }
      }
      assertThat(input.counts()).hasSize(row * PairShop.ITEMS);
    }
    assertThat(positions).isGreaterThan(45);
  }

  private Neighbours without(int order) {
    List<int[]> others = new ArrayList<>();
    IntStream.range(0, 40).filter(o -> o != order).forEach(o -> others.add(counted.sample(o)));
    return CoPurchases.count(others, PairShop.ITEMS).squaredCosines();
  }

  private void check(OrderDraw draw, int position, Neighbours others, WideInput input, int row) {
    int start = orders.events().sequences().offsets()[draw.order()] + PairShop.BEFORE;
    float[] expected = new float[PairShop.ITEMS];
    Set<Integer> lines = new HashSet<>();
    Set<Integer> seen = new HashSet<>();
    for (int t = 0; t < draw.size(); t++) {
      if (draw.event(t) >= start) {
        lines.add(orders.events().items()[draw.event(t)]);
        if (t <= position) {
          others.add(orders.events().items()[draw.event(t)], 1, expected);
          seen.add(orders.events().items()[draw.event(t)]);
        }
      }
    }
    Set<Integer> before = new HashSet<>();
    for (int t = draw.size() - 1; t >= 0; t--) {
      int item = orders.events().items()[draw.event(t)];
      if (draw.event(t) < start && !lines.contains(item) && before.add(item)) {
        int[] times = orders.events().sequences().times();
        assertThat(times).isNotNull();
        long age = times == null ? 0 : -times[draw.event(t)];
        others.add(item, WideSeeds.fading(age), expected);
      }
    }
    for (int item = 0; item < PairShop.ITEMS; item++) {
      int at = row * PairShop.ITEMS + item;
      assertThat(input.counts()[at]).isCloseTo(expected[item], within(1e-5f));
      assertThat(input.offsets()[at] < -1e8).isEqualTo(seen.contains(item));
    }
  }

  /** Drawn columns say of an item what the column of the whole vocabulary says. */
  @Test
  void drawnColumnsHoldTheRightItemFirstAndThenWhatWasDrawn() {
    OrderDraw draw = new OrderDraw(orders, MOST);
    draw.draw(7, new Random(9));
    BatchDraw batch = new BatchDraw(orders, draw);
    batch.add();
    CoPurchases counts = counted.first(40);
    Neighbourhood neighbourhood = new Neighbourhood(orders, counted, counts);
    WideInput whole = neighbourhood.read(batch, Columns.all(PairShop.ITEMS), true);
    Columns columns = new Negatives(counts, 12).draw(new Random(1));
    WideInput drawn = neighbourhood.read(batch, columns, true);
    int[] targets = batch.targets();
    for (int row = 0; row < targets.length; row++) {
      for (int column = 0; column < columns.count(); column++) {
        int item = columns.item(column, targets[row]);
        assertThat(column > 0 || item == targets[row]).isTrue();
        int at = row * columns.count() + column;
        assertThat(drawn.counts()[at]).isEqualTo(whole.counts()[row * PairShop.ITEMS + item]);
        boolean out = whole.offsets()[row * PairShop.ITEMS + item] < 0;
        boolean again = column > 0 && item == targets[row];
        float corrected = -columns.logExpected()[item];
        assertThat(drawn.offsets()[at] < -1e8).isEqualTo(out || again);
        assertThat(out || again || drawn.offsets()[at] == corrected).isTrue();
      }
    }
  }

  @Test
  void itemsAreDrawnByHowOftenTheyAreBought() {
    CoPurchases counts =
        CoPurchases.count(List.of(new int[] {0, 1}, new int[] {0}, new int[] {0}), 4);
    Columns columns = new Negatives(counts, 3).draw(new Random(5));
    int[] drawn = new int[4];
    Random random = new Random(6);
    Negatives negatives = new Negatives(counts, 3);
    for (int round = 0; round < 10_000; round++) {
      for (int item : negatives.draw(random).drawn()) {
        drawn[item]++;
      }
    }
    // Weights 4, 2, 1, 1 of 8; three draws a round.
    double[] expected = {15_000, 7_500, 3_750, 3_750};
    for (int item = 0; item < 4; item++) {
      assertThat((double) drawn[item]).isCloseTo(expected[item], within(400.0));
      assertThat(Math.exp(columns.logExpected()[item]) * 10_000)
          .isCloseTo(expected[item], within(1.0));
    }
  }
}
