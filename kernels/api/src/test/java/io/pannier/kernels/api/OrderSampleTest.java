package io.pannier.kernels.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderSampleTest {
  private static final int ITEMS = 200;

  private static List<String> names(int from) {
    return IntStream.range(0, ITEMS).mapToObj(i -> "sku-" + (i + from) % ITEMS).toList();
  }

  @Test
  void aSmallOrderCountsWholeAndUnknownOrRepeatedItemsDoNot() {
    OrderSample sample = new OrderSample(names(0));
    assertThat(sample.of(7, new int[] {9, -1, 3, 9})).containsExactly(3, 9);
  }

  /** Another training numbers the items differently and must count the same ones. */
  @Test
  void ofALargeOrderTheSameProductsCountHoweverTheyAreNumbered() {
    int[] order = IntStream.range(0, ITEMS).toArray();
    Set<Set<String>> samples = new HashSet<>();
    for (long key = 0; key < 5; key++) {
      Set<String> first = skus(names(0), key, order);
      assertThat(first).hasSize(OrderSample.LINES).isEqualTo(skus(names(77), key, order));
      samples.add(first);
    }
    assertThat(samples).as("each order has a sample of its own").hasSize(5);
  }

  private static Set<String> skus(List<String> names, long key, int[] order) {
    return IntStream.of(new OrderSample(names).of(key, order))
        .mapToObj(names::get)
        .collect(Collectors.toSet());
  }

  /** Each of 200 items is among the 20 of 2,000 orders 200 times, give or take 5 deviations. */
  @Test
  void everyItemIsAsLikelyAsAnother() {
    OrderSample sample = new OrderSample(names(0));
    int[] order = IntStream.range(0, ITEMS).toArray();
    int[] drawn = new int[ITEMS];
    for (int number = 0; number < 2_000; number++) {
      for (int item : sample.of(OrderSample.hash("o" + number), order)) {
        drawn[item]++;
      }
    }
    assertThat(IntStream.of(drawn)).allMatch(count -> count > 133 && count < 267);
  }
}
