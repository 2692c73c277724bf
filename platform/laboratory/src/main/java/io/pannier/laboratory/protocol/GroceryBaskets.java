package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.CsvTable;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.orders.TextFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Files with a basket a line, as {@code within-basket} splits them, at random. */
final class GroceryBaskets {
  private static final long SPLIT_SEED = 42;
  private static final double TRAIN_SHARE = 0.8;

  private GroceryBaskets() {}

  static BasketSplit split(DataSource data, long seed) {
    List<Basket> all = new ArrayList<>();
    for (String line : TextFile.lines(data.file(DataSources.BASKETS), Integer.MAX_VALUE)) {
      List<Basket.Line> lines =
          Arrays.stream(line.split(","))
              .map(String::strip)
              .filter(item -> !item.isEmpty())
              .map(Basket.Line::of)
              .toList();
      all.add(new Basket("basket-" + all.size(), 0, BasketSplit.NO_TIME, lines));
    }
    Collections.shuffle(all, new Random(SPLIT_SEED));
    int cut = (int) (all.size() * TRAIN_SHARE);
    List<Basket> train = all.subList(0, cut);
    List<Basket> test = all.subList(cut, all.size());
    return new BasketSplit(
        train,
        RetailBaskets.questions(train, test, seed),
        products(train, categories(data)),
        BasketSplit.NO_CURRENCY);
  }

  private static List<ProductLine> products(List<Basket> train, Map<String, String> categories) {
    Set<String> names = new LinkedHashSet<>();
    train.forEach(basket -> names.addAll(basket.skus()));
    return names.stream()
        .map(
            name ->
                new ProductLine(
                    name,
                    name,
                    categories.getOrDefault(name, ""),
                    "",
                    0,
                    0,
                    0,
                    List.of(),
                    Map.of()))
        .toList();
  }

  /** Of the table beside the baskets, where it is there. */
  private static Map<String, String> categories(DataSource data) {
    Map<String, String> categories = new HashMap<>();
    data.optional(DataSources.LABELS)
        .ifPresent(
            file -> {
              for (List<String> row : CsvTable.read(file, "label", "level2", "level1")) {
                categories.put(row.get(0), row.get(2) + " > " + row.get(1));
              }
            });
    return categories;
  }
}
