package io.pannier.kernels.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoPurchasesTest {
  private static final int ITEMS = 23;

  private static List<int[]> orders(long seed) {
    Random random = new Random(seed);
    List<int[]> orders = new ArrayList<>();
    for (int order = 0; order < 60; order++) {
      orders.add(random.ints(0, ITEMS).distinct().limit(1 + random.nextInt(6)).sorted().toArray());
    }
    return orders;
  }

  private static boolean holds(int[] order, int item) {
    return Arrays.stream(order).anyMatch(each -> each == item);
  }

  @Test
  void countsAreThoseOfALookAtEveryOrder() {
    List<int[]> orders = orders(1);
    CoPurchases counts = CoPurchases.count(orders, ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      int a = i;
      assertThat(counts.support(i)).isEqualTo(orders.stream().filter(o -> holds(o, a)).count());
      for (int j = 0; j < ITEMS; j++) {
        int b = j;
        long both = orders.stream().filter(o -> a != b && holds(o, a) && holds(o, b)).count();
        assertThat(counts.together(i, j)).isEqualTo((int) both);
      }
    }
  }

  /** An order that is left out is an order that was never counted. */
  @Test
  void leavingAnOrderOutEqualsCountingWithoutIt() {
    List<int[]> orders = orders(2);
    CoPurchases all = CoPurchases.count(orders, ITEMS);
    int differences = 0;
    for (int left = 0; left < orders.size(); left++) {
      List<int[]> others = new ArrayList<>(orders);
      others.remove(left);
      Neighbours without = CoPurchases.count(others, ITEMS).squaredCosines();
      boolean[] counted = new boolean[ITEMS];
      for (int item : orders.get(left)) {
        counted[item] = true;
      }
      for (int item = 0; item < ITEMS; item++) {
        float[] expected = new float[ITEMS];
        float[] sums = new float[ITEMS];
        float[] with = new float[ITEMS];
        without.add(item, 0.7f, expected);
        all.addLeavingOut(item, counted, 0.7f, sums);
        all.squaredCosines().add(item, 0.7f, with);
        assertThat(sums).containsExactly(expected, within(1e-6f));
        differences += Arrays.equals(with, expected) ? 0 : 1;
      }
    }
    assertThat(differences).as("rows in which one order makes a difference").isGreaterThan(500);
  }

  @Test
  void theSquaredCosineIsThatOfTheFormula() {
    CoPurchases counts = CoPurchases.count(List.of(new int[] {0, 1}, new int[] {1, 2}), 3);
    float[] sums = new float[3];
    counts.squaredCosines().add(0, 1, sums);
    double cosine = 1 / (Math.pow(1, 0.7) * Math.pow(2, 0.3) + 2);
    assertThat((double) sums[1]).isCloseTo(cosine * cosine, within(1e-6));
    assertThat(sums[0]).isZero();
    assertThat(sums[2]).isZero();
  }

  @Test
  void anOrderThatWasCountedMayBeHeldAndOneOfStrangersMayNot() {
    List<int[]> orders = List.of(new int[] {0, 1, 4}, new int[] {2, 3});
    CoPurchases counts = CoPurchases.count(orders, 6);
    assertThat(orders).allMatch(counts::mayHold);
    assertThat(counts.mayHold(new int[] {1, 2})).isFalse();
    assertThat(counts.mayHold(new int[] {5})).isFalse();
    assertThat(counts.mayHold(new int[0])).isFalse();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    CoPurchases counts = CoPurchases.count(orders(3), ITEMS);
    NamedTensors tensors = new NamedTensors();
    counts.write(tensors);
    Neighbours read = CoPurchases.read(tensors).squaredCosines();
    assertThat(read.offsets()).isEqualTo(counts.squaredCosines().offsets());
    assertThat(read.items()).isEqualTo(counts.squaredCosines().items());
    assertThat(read.weights()).isEqualTo(counts.squaredCosines().weights());
  }

  @Test
  void countsThatContradictEachOtherAreRefused() {
    for (String wrong : List.of("supports", "ends", "items", "together")) {
      NamedTensors tensors = new NamedTensors();
      CoPurchases.count(orders(4), ITEMS).write(tensors);
      int[] values = tensors.integers("counts." + wrong);
      values[values.length / 2] = wrong.equals("supports") ? 0 : 10_000;
      assertThatThrownBy(() -> CoPurchases.read(tensors))
          .as(wrong)
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_INVALID));
    }
  }
}
