package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.FIELD_MISSING;

import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the columns of an Online Retail file are; both published editions name them. */
record RetailColumns(
    int count,
    int invoice,
    int sku,
    int description,
    int quantity,
    int time,
    int price,
    int shopper) {
  /**
   * Finds the columns by their names, in any order and case.
   *
   * @throws PannierException FIELD_MISSING naming every column that is not there
   */
  static RetailColumns of(List<String> header) {
    List<String> names = new ArrayList<>();
    for (String name : header) {
      names.add(name.strip().toLowerCase(Locale.ROOT).replace(" ", ""));
    }
    List<String> missing = new ArrayList<>();
    RetailColumns columns =
        new RetailColumns(
            names.size(),
            find(names, missing, "InvoiceNo", "Invoice"),
            find(names, missing, "StockCode"),
            find(names, missing, "Description"),
            find(names, missing, "Quantity"),
            find(names, missing, "InvoiceDate"),
            find(names, missing, "UnitPrice", "Price"),
            find(names, missing, "CustomerID"));
    if (!missing.isEmpty()) {
      throw new PannierException(
          FIELD_MISSING,
          "The file's first line lacks the column"
              + (missing.size() == 1 ? " " : "s ")
              + String.join(", ", missing)
              + ". Is this an online-retail file?");
    }
    return columns;
  }

  private static int find(List<String> names, List<String> missing, String... alternatives) {
    for (String alternative : alternatives) {
      int at = names.indexOf(alternative.toLowerCase(Locale.ROOT));
      if (at >= 0) {
        return at;
      }
    }
    missing.add(alternatives[0]);
    return -1;
  }
}
