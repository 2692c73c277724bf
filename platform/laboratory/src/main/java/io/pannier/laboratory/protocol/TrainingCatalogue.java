package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue as production would publish it at the end of the training part. Immutable.
 *
 * <p>Counts decay with the half-life that the platform's features have unless configured otherwise;
 * purchases count by their units. Everything can be sold: no data set says what was in stock.
 */
final class TrainingCatalogue implements Catalogue {
  private static final double HALF_LIFE_MILLIS = 30 * 86_400_000.0;
  private static final int PLENTY = 1_000_000;

  private final List<Product> products;
  private final Map<String, Integer> items;

  private TrainingCatalogue(List<Product> products, Map<String, Integer> items) {
    this.products = List.copyOf(products);
    this.items = Map.copyOf(items);
  }

  /**
   * @param lines the products; their place is their ordinal
   * @param baskets the training part; products that are not among {@code lines} are passed over
   * @param now end of the training part
   */
  static TrainingCatalogue of(
      List<ProductLine> lines, String currency, List<Basket> baskets, long now) {
    Map<String, Integer> items = new HashMap<>();
    lines.forEach(line -> items.put(line.sku(), items.size()));
    double[] units = new double[items.size()];
    for (Basket basket : baskets) {
      double weight = Math.exp(-Math.log(2) * (now - basket.time()) / HALF_LIFE_MILLIS);
      for (Basket.Line line : basket.lines()) {
        Integer item = items.get(line.sku());
        if (item != null) {
          units[item] += line.quantity() * weight;
        }
      }
    }
    List<Product> products = new ArrayList<>(lines.size());
    for (int item = 0; item < units.length; item++) {
      float[] counts = new float[EventType.count()];
      counts[EventType.PURCHASED.ordinal()] = (float) units[item];
      products.add(product(item, lines.get(item), currency, new ProductStatistics(counts, now)));
    }
    return new TrainingCatalogue(products, items);
  }

  private static Product product(
      int item, ProductLine line, String currency, ProductStatistics statistics) {
    return new Product(
        item,
        line.sku(),
        line.title(),
        line.category(),
        line.brand(),
        currency,
        line.price(),
        line.cost(),
        PLENTY,
        true,
        line.tags(),
        line.attributes(),
        List.of(),
        statistics);
  }

  /** The purchases of a basket as a learner sees them. */
  List<Observation> observations(Basket basket) {
    List<Observation> observations = new ArrayList<>(basket.lines().size());
    for (Basket.Line line : basket.lines()) {
      int item = item(line.sku());
      if (item >= 0) {
        observations.add(
            new Observation(
                EventType.PURCHASED,
                basket.time(),
                basket.shopper(),
                item,
                line.quantity(),
                line.price(),
                basket.order(),
                Double.NaN,
                Double.NaN));
      }
    }
    return observations;
  }

  @Override
  public int size() {
    return products.size();
  }

  @Override
  public @Nullable Product product(int item) {
    return item < 0 || item >= products.size() ? null : products.get(item);
  }

  @Override
  public int item(String sku) {
    return items.getOrDefault(sku, -1);
  }

  @Override
  public long version() {
    return 1;
  }
}
