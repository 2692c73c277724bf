package io.pannier.plugins.transformer;

import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import java.util.HashMap;
import java.util.Map;

/** The products that a bundling problem names. */
final class NamedShelf implements Shelf {
  private final Map<Integer, Named> named = new HashMap<>();
  private final Map<String, Integer> rows;
  private final Categories categories;

  /**
   * @param rows of the model by SKU
   * @param categories of the model
   */
  NamedShelf(BundlingContext question, Map<String, Integer> rows, Categories categories) {
    question.named().forEach(product -> named.put(product.item(), product));
    this.rows = rows;
    this.categories = categories;
  }

  @Override
  public int row(int item) {
    Named product = named.get(item);
    return product == null ? -1 : rows.getOrDefault(product.sku(), -1);
  }

  @Override
  public int price(int item) {
    Named product = named.get(item);
    return product == null ? -1 : EventIds.price(product.price());
  }

  @Override
  public int category(int item) {
    Named product = named.get(item);
    return product == null ? -1 : categories.of(product.category());
  }
}
