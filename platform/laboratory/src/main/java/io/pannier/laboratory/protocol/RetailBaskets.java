package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.OnlineRetail;
import io.pannier.laboratory.orders.RetailRow;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/** Online Retail as {@code within-basket} splits it, by date. */
final class RetailBaskets {
  private static final long CUT = Instant.parse("2011-09-30T00:00:00Z").toEpochMilli();

  private RetailBaskets() {}

  /** An invoice belongs to the side of its first line. */
  static BasketSplit split(DataSource data, long seed, DoubleConsumer progress) {
    List<RetailRow> rows =
        OnlineRetail.purchases(data.file(DataSources.PURCHASES), progress).stream()
            .filter(row -> Character.isDigit(row.sku().charAt(0)))
            .toList();
    Map<String, List<RetailRow>> invoices = new LinkedHashMap<>();
    for (RetailRow row : rows) {
      invoices.computeIfAbsent(row.invoice(), _ -> new ArrayList<>()).add(row);
    }
    Map<String, Long> shoppers = new HashMap<>();
    List<Basket> train = new ArrayList<>();
    List<Basket> test = new ArrayList<>();
    for (List<RetailRow> lines : invoices.values()) {
      (lines.getFirst().time() < CUT ? train : test).add(basket(lines, shoppers));
    }
    train.sort(Comparator.comparingLong(Basket::time));
    Set<String> trained = train.stream().map(Basket::order).collect(Collectors.toSet());
    List<RetailRow> learned = rows.stream().filter(row -> trained.contains(row.invoice())).toList();
    return new BasketSplit(
        train,
        questions(train, test, seed),
        OnlineRetail.products(learned, seed),
        OnlineRetail.CURRENCY);
  }

  private static Basket basket(List<RetailRow> rows, Map<String, Long> shoppers) {
    RetailRow first = rows.getFirst();
    long shopper =
        first.shopper().isEmpty()
            ? 0
            : shoppers.computeIfAbsent(first.shopper(), _ -> shoppers.size() + 1L);
    return new Basket(
        first.invoice(),
        shopper,
        first.time(),
        rows.stream().map(row -> new Basket.Line(row.sku(), row.quantity(), row.price())).toList());
  }

  /** Hides an item of each basket that has at least two products that the training part knows. */
  static List<Question> questions(List<Basket> train, List<Basket> test, long seed) {
    Set<String> known =
        train.stream().flatMap(basket -> basket.skus().stream()).collect(Collectors.toSet());
    Random random = new Random(seed);
    List<Question> questions = new ArrayList<>();
    for (Basket basket : test) {
      List<String> skus = basket.skus().stream().filter(known::contains).toList();
      if (skus.size() >= 2) {
        questions.add(TaskBuilder.hideOne(skus, random));
      }
    }
    return questions;
  }
}
