package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.CsvTable;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The items of the Amazon bundles: their titles and categories, without prices. */
final class BundleItems {
  /** Names of categories hold commas, but with a space behind; those that separate have none. */
  private static final Pattern SEPARATOR = Pattern.compile(",(?! )");

  private BundleItems() {}

  static List<ProductLine> read(DataSource data) {
    Map<String, String> categories = new HashMap<>();
    for (List<String> row : CsvTable.read(data.file("item_categories"), "item ID", "categories")) {
      categories.put(row.get(0), path(row.get(1)));
    }
    Map<String, ProductLine> products = new LinkedHashMap<>();
    for (List<String> row : CsvTable.read(data.file("item_titles"), "item ID", "titles")) {
      String sku = row.get(0);
      String title = row.get(1).isEmpty() ? sku : plain(row.get(1));
      String category = categories.getOrDefault(sku, "");
      products.putIfAbsent(
          sku, new ProductLine(sku, title, category, "", 0, 0, 0, List.of(), Map.of()));
    }
    return new ArrayList<>(products.values());
  }

  /** {@code [[A,B, C,D],[E]]} → {@code A > B, C > D}: the first path of the list. */
  static String path(String lists) {
    String inner = lists.replaceFirst("^\\[\\[", "");
    int end = inner.indexOf(']');
    String first = end < 0 ? inner : inner.substring(0, end);
    return String.join(" > ", SEPARATOR.split(first)).strip();
  }

  /** The titles were taken from web pages with the entities in them. */
  private static String plain(String title) {
    return title
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  static long number(DataSource data, String text) {
    try {
      return (long) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new PannierException(
          StandardErrorCode.CSV_ROW_INVALID,
          data.file("user_bundle") + ": the timestamp '" + text + "' is no number.",
          e);
    }
  }
}
