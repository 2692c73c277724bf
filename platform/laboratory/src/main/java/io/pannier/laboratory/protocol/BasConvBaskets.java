package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.orders.TextFile;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files in the form of Liu, Wan, Guo, Achan and Yu, "BasConv: Aggregating Heterogeneous
 * Interactions for Basket Recommendation with Graph Convolutional Neural Network", SDM 2020: {@code
 * train_b2i} and {@code test_b2i}, each line a basket and its items. The same basket may be in
 * both, split in two: its first part is learned and given, its second part wanted.
 */
final class BasConvBaskets {
  private BasConvBaskets() {}

  static BasketSplit split(DataSource data) {
    Map<String, List<String>> given = read(data.file(DataSources.TRAIN));
    Map<String, List<String>> wanted = read(data.file(DataSources.TEST));
    Set<String> known = new LinkedHashSet<>();
    List<Basket> train = new ArrayList<>();
    given.forEach(
        (basket, items) -> {
          known.addAll(items);
          train.add(
              new Basket(
                  basket, 0, BasketSplit.NO_TIME, items.stream().map(Basket.Line::of).toList()));
        });
    List<Question> questions = new ArrayList<>();
    wanted.forEach(
        (basket, items) -> {
          List<String> cart = given.getOrDefault(basket, List.of());
          List<String> hidden =
              items.stream().filter(item -> known.contains(item) && !cart.contains(item)).toList();
          if (!cart.isEmpty() && !hidden.isEmpty()) {
            questions.add(new Question(cart, hidden));
          }
        });
    List<ProductLine> products =
        known.stream()
            .map(sku -> new ProductLine(sku, sku, "", "", 0, 0, 0, List.of(), Map.of()))
            .toList();
    return new BasketSplit(train, questions, products, BasketSplit.NO_CURRENCY);
  }

  private static Map<String, List<String>> read(Path file) {
    Map<String, List<String>> baskets = new LinkedHashMap<>();
    for (String line : TextFile.lines(file, Integer.MAX_VALUE)) {
      List<String> words = Arrays.asList(line.strip().split("\\s+"));
      if (words.size() < 2) {
        throw new PannierException(
            StandardErrorCode.CSV_ROW_INVALID,
            file + ": expected 'basket item item …', got '" + line + "'.");
      }
      Set<String> items = new LinkedHashSet<>(baskets.getOrDefault(words.getFirst(), List.of()));
      items.addAll(words.subList(1, words.size()));
      baskets.put(words.getFirst(), List.copyOf(items));
    }
    return baskets;
  }
}
