package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.CSV_ROW_INVALID;

import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/** The purchases of an Online Retail file in memory, for whoever needs all of them at once. */
public final class OnlineRetail {
  /** The file's currency. */
  public static final String CURRENCY = OnlineRetailSource.CURRENCY;

  // Few enough to pass over a damaged line, too few to pass over a file of another kind.
  private static final double BROKEN_SHARE = 0.01;

  private OnlineRetail() {}

  /**
   * Reads the purchases in the order of the file; what is no purchase is left out as in an import.
   *
   * @param progress told the share of the file that was read, 0 to 1
   * @throws PannierException FILE_FAILED if the file cannot be read, FIELD_MISSING if a column is
   *     missing, CSV_ROW_INVALID with the first broken row if more than one row in a hundred is
   */
  public static List<RetailRow> purchases(Path file, DoubleConsumer progress) {
    List<RetailRow> purchases = new ArrayList<>();
    Tally tally = new Tally();
    try (RetailRows rows = new RetailRows(file, tally)) {
      for (RetailRow row = rows.next(); row != null; row = rows.next()) {
        purchases.add(row);
        if (purchases.size() % 4096 == 0) {
          progress.accept(rows.progress());
        }
      }
    }
    progress.accept(1);
    OrderReport report = tally.report();
    if (report.broken() > BROKEN_SHARE * report.rows()) {
      OrderReport.BrokenRow first = report.firstBroken().getFirst();
      throw new PannierException(
          CSV_ROW_INVALID,
          report.broken()
              + " of "
              + report.rows()
              + " rows of "
              + file
              + " cannot be understood; line "
              + first.line()
              + ": "
              + first.reason()
              + ". Is this an online-retail file?");
    }
    return purchases;
  }

  /**
   * The catalogue that is behind purchases, by SKU: titles, categories and prices as their lines
   * state them, costs and stock by the same seeded rules as in an import.
   */
  public static List<ProductLine> products(List<RetailRow> purchases, long seed) {
    RetailCatalogue catalogue = new RetailCatalogue();
    purchases.forEach(catalogue::add);
    return catalogue.products(seed);
  }
}
