package io.pannier.delivery;

import io.pannier.messages.ProductsPublished;
import io.pannier.spi.Product;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Arrays;

/** The newest known stock of every product, for looking at an older answer again. */
final class StockBook {
  private final Int2ObjectOpenHashMap<int[]> stockByShop = new Int2ObjectOpenHashMap<>();

  void update(ProductsPublished published) {
    int[] stock = stockByShop.getOrDefault(published.shop(), new int[0]);
    for (Product product : published.products()) {
      if (product.item() >= stock.length) {
        stock = Arrays.copyOf(stock, Math.max(product.item() + 1, stock.length * 3 / 2));
      }
      stock[product.item()] = product.sellable() ? product.stock() : 0;
    }
    stockByShop.put(published.shop(), stock);
  }

  boolean holds(int shop, int item, int quantity) {
    int[] stock = stockByShop.get(shop);
    return stock != null && item < stock.length && stock[item] >= quantity;
  }
}
