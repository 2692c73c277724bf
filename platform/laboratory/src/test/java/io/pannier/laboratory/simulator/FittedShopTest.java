package io.pannier.laboratory.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pannier.laboratory.orders.OnlineRetail;
import io.pannier.laboratory.orders.RetailRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That a fitted shop sells what its file says was sold. */
class FittedShopTest {
  static @Nullable Path realFile() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data/online-retail/online-retail.csv.gz");
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }

  /** Orders of 40 products in pairs that go together, by 600 shoppers who come again. */
  static List<RetailRow> plantedRows() {
    SplittableRandom random = new SplittableRandom(3);
    List<RetailRow> rows = new ArrayList<>();
    for (int order = 0; order < 3_000; order++) {
      int shopper = random.nextInt(600);
      int size = 1 + random.nextInt(8);
      List<Integer> basket = new ArrayList<>();
      while (basket.size() < size) {
        // Each shopper has twelve products of their own, each product a partner.
        int product =
            random.nextInt(3) == 0 ? random.nextInt(40) : (shopper + random.nextInt(12)) % 40;
        for (int p :
            random.nextInt(2) == 0 ? new int[] {product, product ^ 1} : new int[] {product}) {
          if (!basket.contains(p) && basket.size() < size) {
            basket.add(p);
          }
        }
      }
      for (int p : basket) {
        rows.add(
            new RetailRow(
                rows.size() + 1L,
                "i" + order,
                basket.indexOf(p) + 1,
                "1" + p,
                "LAMP " + p,
                1,
                1_300_000_000_000L + order * 60_000L,
                100 + 37L * p,
                "c" + shopper));
      }
    }
    return rows;
  }

  @Test
  void matchesAPlantedFile() {
    FitReport report = FittedShop.fit(plantedRows(), 5).report();
    assertThat(report.matches()).as("%n%s", report).isTrue();
    assertThat(report.rows()).hasSize(10);
  }

  /** The report can fail: orders that are put together by chance alone are told from the file's. */
  @Test
  void whatIsNotFittedIsToldApart() {
    PastOrders orders = PastOrders.of(plantedRows(), 5);
    PairCounts counts = new PairCounts(orders.products().size(), orders.baskets());
    List<PairCounts.Pair> pairs = counts.most(50);
    OrderFigures file = OrderFigures.of(orders.baskets(), orders.shoppers(), orders.paid(), pairs);
    SplittableRandom random = new SplittableRandom(1);
    int[][] shuffled = new int[orders.baskets().length][];
    for (int b = 0; b < shuffled.length; b++) {
      shuffled[b] = random.ints(0, 40).distinct().limit(orders.baskets()[b].length).toArray();
    }
    FitReport report =
        FitReport.of(file, OrderFigures.of(shuffled, orders.shoppers(), orders.paid(), pairs));
    assertThat(
            report.rows().stream()
                .filter(row -> !row.matches())
                .map(FitReport.Row::figure)
                .collect(Collectors.toSet()))
        .contains("repeat rate", "log lift of the top pairs, mean distance");
  }

  @Test
  void countsPairsByHand() {
    int[][] baskets =
        IntStream.range(0, 100)
            .mapToObj(b -> b < 30 ? new int[] {0, 2} : b < 50 ? new int[] {2} : new int[] {1})
            .toArray(int[][]::new);
    PairCounts counts = new PairCounts(3, baskets);
    assertThat(counts.of(2, 0)).isEqualTo(30);
    assertThat(counts.most(9)).containsExactly(new PairCounts.Pair(0, 2));
    // Chance brings 30 × 50 / 100 = 15 of the 30 orders with the rarer one.
    assertThat(counts.affinity(0, 2)).isEqualTo(0.5);
    assertThat(counts.affinity(0, 1)).isZero();
    assertThat(counts.companions(0, 9)).containsExactly(2);
  }

  @Test
  void matchesOnlineRetail() {
    Path file = realFile();
    if (file == null) {
      System.err.println("SKIPPED FittedShopTest: no shared/data/online-retail folder");
      assumeTrue(false, "shared/data/online-retail is missing");
      return;
    }
    FitReport report = FittedShop.fit(OnlineRetail.purchases(file, _ -> {}), 1).report();
    System.out.println("Online Retail, fitted with seed 1:\n" + report);
    assertThat(report.matches()).as("%n%s", report).isTrue();
  }
}
