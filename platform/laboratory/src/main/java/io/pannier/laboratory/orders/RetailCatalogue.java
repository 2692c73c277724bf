package io.pannier.laboratory.orders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue that is behind a file of order lines, as far as the lines let one know it.
 *
 * <ul>
 *   <li>title: the description that most lines use; ties go to the first in alphabetical order
 *   <li>category: {@link CategoryRule} of the title
 *   <li>list price: the median unit price over the order lines, the lower one of two
 *   <li>cost: list price × (0.35 + 0.35 u), rounded half up, at least one minor unit
 *   <li>stock: units sold in the last 91 days ÷ 13 weeks × (2 + 6 u), rounded half up, plus ⌊24 u⌋:
 *       a cover of two to eight weeks, and a remainder of what no longer sells
 * </ul>
 *
 * u is uniform in [0, 1), by seed and SKU, one for costs and one for stock. What is derived says so
 * in the product's attributes.
 */
final class RetailCatalogue {
  private static final long DAY = 86_400_000L;
  private static final int RECENT_DAYS = 91;
  private static final double RECENT_WEEKS = RECENT_DAYS / 7.0;
  private static final Map<String, String> DERIVED =
      Map.of("cost-source", "derived", "stock-source", "derived", "category-source", "derived");

  private final Map<String, Sales> bySku = new TreeMap<>();
  private long lastTime = Long.MIN_VALUE;

  /** Takes an order line in. */
  void add(RetailRow row) {
    lastTime = Math.max(lastTime, row.time());
    bySku.computeIfAbsent(row.sku(), _ -> new Sales()).add(row);
  }

  /** Time of the last order line; the smallest long without any. */
  long lastTime() {
    return lastTime;
  }

  /** The products in the order of their SKUs. */
  List<ProductLine> products(long seed) {
    CategoryRule categories = new CategoryRule();
    List<ProductLine> products = new ArrayList<>(bySku.size());
    bySku.forEach((sku, sales) -> products.add(product(sku, sales, categories, seed)));
    return products;
  }

  private ProductLine product(String sku, Sales sales, CategoryRule categories, long seed) {
    String title = sales.title();
    long price = sales.medianPrice();
    double costShare = 0.35 + 0.35 * SeededHash.unit(seed, "cost", sku);
    double u = SeededHash.unit(seed, "stock", sku);
    double weekly = sales.unitsSince(lastTime / DAY - RECENT_DAYS) / RECENT_WEEKS;
    return new ProductLine(
        sku,
        title.isEmpty() ? sku : title,
        categories.category(title),
        "",
        price,
        Math.max(1, Math.round(price * costShare)),
        (int) Math.min(Integer.MAX_VALUE, Math.round(weekly * (2 + 6 * u)) + (long) (24 * u)),
        List.of(),
        DERIVED);
  }

  /** What the lines of one SKU say. */
  private static final class Sales {
    private final Map<String, Integer> titles = new HashMap<>();
    private final TreeMap<Long, Integer> prices = new TreeMap<>();
    private final Map<Long, Long> unitsByDay = new HashMap<>();

    void add(RetailRow row) {
      if (!row.description().isEmpty()) {
        titles.merge(row.description(), 1, Integer::sum);
      }
      prices.merge(row.price(), 1, Integer::sum);
      unitsByDay.merge(row.time() / DAY, (long) row.quantity(), Long::sum);
    }

    String title() {
      @Nullable String best = null;
      int most = 0;
      for (Map.Entry<String, Integer> title : titles.entrySet()) {
        boolean better =
            title.getValue() > most
                || (title.getValue() == most && best != null && title.getKey().compareTo(best) < 0);
        if (better) {
          best = title.getKey();
          most = title.getValue();
        }
      }
      return best == null ? "" : best;
    }

    long medianPrice() {
      int lines = prices.values().stream().mapToInt(Integer::intValue).sum();
      int seen = 0;
      for (Map.Entry<Long, Integer> price : prices.entrySet()) {
        seen += price.getValue();
        if (2 * seen >= lines) {
          return price.getKey();
        }
      }
      throw new IllegalStateException("a SKU without lines");
    }

    long unitsSince(long day) {
      long units = 0;
      for (Map.Entry<Long, Long> sold : unitsByDay.entrySet()) {
        units += sold.getKey() > day ? sold.getValue() : 0;
      }
      return units;
    }
  }
}
