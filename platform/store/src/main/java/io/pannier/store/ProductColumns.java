package io.pannier.store;

import io.pannier.spi.Product;
import io.vertx.sqlclient.Tuple;

/** Products turned on their side: one array for each column, as {@code unnest} takes them. */
final class ProductColumns {
  private final Integer[] items;
  private final String[] titles;
  private final String[] descriptions;
  private final String[] categories;
  private final String[] brands;
  private final String[] currencies;
  private final Long[] prices;
  private final Long[] costs;
  private final Integer[] stocks;
  private final String[] details;
  private final String[] payloads;
  private int size;

  ProductColumns(int rows) {
    items = new Integer[rows];
    titles = new String[rows];
    descriptions = new String[rows];
    categories = new String[rows];
    brands = new String[rows];
    currencies = new String[rows];
    prices = new Long[rows];
    costs = new Long[rows];
    stocks = new Integer[rows];
    details = new String[rows];
    payloads = new String[rows];
  }

  void add(Product product, String description, String detail, String payload) {
    items[size] = product.item();
    titles[size] = Text.storable(product.title());
    descriptions[size] = Text.storable(description);
    categories[size] = Text.storable(product.category());
    brands[size] = Text.storable(product.brand());
    currencies[size] = product.currency();
    prices[size] = product.price();
    costs[size] = product.cost();
    stocks[size] = product.stock();
    details[size] = detail;
    payloads[size] = Text.storable(payload);
    size++;
  }

  Tuple parameters(int shop) {
    return Tuple.tuple()
        .addInteger(shop)
        .addArrayOfInteger(items)
        .addArrayOfString(titles)
        .addArrayOfString(descriptions)
        .addArrayOfString(categories)
        .addArrayOfString(brands)
        .addArrayOfString(currencies)
        .addArrayOfLong(prices)
        .addArrayOfLong(costs)
        .addArrayOfInteger(stocks)
        .addArrayOfString(details)
        .addArrayOfString(payloads);
  }
}
