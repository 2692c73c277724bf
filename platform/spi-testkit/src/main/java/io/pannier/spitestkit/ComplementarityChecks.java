package io.pannier.spitestkit;

import io.pannier.spi.ComplementarityModel;
import java.util.Arrays;
import java.util.List;

/** What {@link ComplementarityModel} promises. */
final class ComplementarityChecks {
  private final ContractSubject subject;

  private ComplementarityChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new ComplementarityChecks(subject);
    return List.of(
        new ContractCheck(
            "complementarity", "is symmetric, finite and zero on the diagonal", checks::wellFormed),
        new ContractCheck("complementarity", "does not depend on the order", checks::anyOrder),
        new ContractCheck("complementarity", "answers unknown items with 0", checks::unknown));
  }

  private void wellFormed() {
    try (ComplementarityModel model = subject.createTaught(ComplementarityModel.class)) {
      for (int size : new int[] {0, 1, 2, 17, 60}) {
        matrix(model, subject.shop().distinct(size, 60));
      }
    }
    try (ComplementarityModel model = (ComplementarityModel) subject.create()) {
      matrix(model, subject.shop().distinct(10, 60));
    }
  }

  private void anyOrder() {
    try (ComplementarityModel model = subject.createTaught(ComplementarityModel.class)) {
      int[] items = subject.shop().distinct(12, 60);
      int[] sorted = items.clone();
      Arrays.sort(sorted);
      float[] one = matrix(model, items);
      float[] other = matrix(model, sorted);
      for (int i = 0; i < items.length; i++) {
        for (int j = 0; j < items.length; j++) {
          int a = Arrays.binarySearch(sorted, items[i]);
          int b = Arrays.binarySearch(sorted, items[j]);
          Check.that(
              one[i * items.length + j] == other[a * items.length + b],
              "the lift of items %d and %d depends on their order",
              items[i],
              items[j]);
        }
      }
    }
  }

  private void unknown() {
    try (ComplementarityModel model = subject.createTaught(ComplementarityModel.class)) {
      float[] lift = matrix(model, new int[] {100_000, 0, 5_000_000});
      Check.that(
          lift[1] == 0 && lift[2] == 0 && lift[5] == 0, "a lift with an item never seen is not 0");
    }
  }

  private static float[] matrix(ComplementarityModel model, int[] items) {
    int n = items.length;
    float[] lift = new float[n * n];
    int[] asked = items.clone();
    model.complementarity(asked, lift);
    Check.that(Arrays.equals(asked, items), "the array of items was written to");
    for (int i = 0; i < n; i++) {
      Check.that(lift[i * n + i] == 0, "entry (%d, %d) of the diagonal is not 0", i, i);
      for (int j = 0; j < n; j++) {
        float value = lift[i * n + j];
        Check.that(Float.isFinite(value), "entry (%d, %d) is %s", i, j, value);
        Check.that(value == lift[j * n + i], "entries (%d, %d) and (%d, %d) differ", i, j, j, i);
      }
    }
    return lift;
  }
}
