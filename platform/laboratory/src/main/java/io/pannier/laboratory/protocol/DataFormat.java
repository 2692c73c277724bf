package io.pannier.laboratory.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A public data set that protocols read. */
public enum DataFormat {
  ONLINE_RETAIL(
      "the CSV of UCI Online Retail, whose first line names InvoiceNo, StockCode, Description,"
          + " Quantity, InvoiceDate, UnitPrice and CustomerID"),
  GROCERIES("a file with one basket a line, items separated by commas, without a header"),
  BASCONV("a folder with train_b2i and test_b2i, lines 'basket item item …'"),
  AMAZON_BUNDLES(
      "a folder with bundle_item, session_bundle, user_bundle, item_titles and item_categories"
          + " as .csv or .csv.gz");

  private final String expected;

  DataFormat(String expected) {
    this.expected = expected;
  }

  /** The name on the command line, for example {@code online-retail}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a file of this format looks like, in words. */
  public String expected() {
    return expected;
  }

  public static Optional<DataFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** All names, separated by commas. */
  public static String words() {
    return Arrays.stream(values()).map(DataFormat::word).collect(Collectors.joining(", "));
  }
}
