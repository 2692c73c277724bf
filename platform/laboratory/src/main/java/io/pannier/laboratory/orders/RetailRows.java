package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.FIELD_MISSING;

import io.pannier.spi.PannierException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The purchases of an Online Retail file. Rows that are no purchases are counted by reason, rows
 * that cannot be understood are reported by line, and both are passed over.
 */
final class RetailRows implements AutoCloseable {
  /**
   * Codes of the file that name services, fees and corrections, none of which can be sold in a
   * bundle: postage, carriage, manual entries, samples, bank and marketplace fees, bad debt,
   * commission, discounts.
   */
  private static final Set<String> NO_MERCHANDISE =
      Set.of(
          "POST",
          "DOT",
          "C2",
          "M",
          "m",
          "S",
          "D",
          "B",
          "BANK CHARGES",
          "AMAZONFEE",
          "CRUK",
          "PADS");

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int MAX_ID_LENGTH = 256;
  private static final int MAX_PRICE_DIGITS = 12;

  private final CsvRecords records;
  private final Tally tally;
  private final RetailColumns columns;
  private final RetailTime time = new RetailTime();
  private final Map<String, Integer> linesOfInvoice = new HashMap<>();

  /**
   * @throws PannierException FIELD_MISSING if the header lacks a column, FILE_FAILED if the file
   *     cannot be read
   */
  RetailRows(Path file, Tally tally) {
    this.records = new CsvRecords(TextLines.open(file));
    this.tally = tally;
    try {
      CsvRecords.CsvRow header = records.next();
      if (header == null) {
        throw new PannierException(
            FIELD_MISSING, file + " is empty; an online-retail file begins with its column names.");
      }
      this.columns = RetailColumns.of(header.fields());
    } catch (RuntimeException e) {
      records.close();
      throw e;
    }
  }

  /** The next purchase; null at the end. */
  @Nullable RetailRow next() {
    for (CsvRecords.CsvRow record = records.next(); record != null; record = records.next()) {
      tally.row();
      try {
        RetailRow row = row(record);
        String reason = reasonToSkip(row);
        if (reason == null) {
          return row;
        }
        tally.skipped(reason);
      } catch (BrokenRowException e) {
        tally.broken(record.line(), String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  private static @Nullable String reasonToSkip(RetailRow row) {
    if (row.invoice().startsWith("C") || row.invoice().startsWith("c")) {
      return "cancellation";
    }
    if (row.quantity() <= 0) {
      return "quantity-not-positive";
    }
    if (row.price() <= 0) {
      return "price-not-positive";
    }
    return NO_MERCHANDISE.contains(row.sku()) ? "no-merchandise" : null;
  }

  private RetailRow row(CsvRecords.CsvRow record) throws BrokenRowException {
    if (record.problem() != null) {
      throw new BrokenRowException(record.problem());
    }
    if (record.fields().size() != columns.count()) {
      throw new BrokenRowException(
          record.fields().size() + " fields instead of " + columns.count());
    }
    String invoice = id(record, columns.invoice(), "InvoiceNo");
    int invoiceLine = linesOfInvoice.merge(invoice, 1, Integer::sum);
    return new RetailRow(
        record.line(),
        invoice,
        invoiceLine,
        id(record, columns.sku(), "StockCode"),
        description(field(record, columns.description())),
        quantity(field(record, columns.quantity())),
        time(field(record, columns.time())),
        price(field(record, columns.price())),
        shopper(field(record, columns.shopper())));
  }

  /** Runs of blanks become one. Most descriptions have none, and there are half a million. */
  private static String description(String text) {
    return text.contains("  ") || text.indexOf('\t') >= 0 || text.indexOf('\n') >= 0
        ? BLANKS.matcher(text).replaceAll(" ")
        : text;
  }

  private static String field(CsvRecords.CsvRow record, int column) {
    return record.fields().get(column).strip();
  }

  private static String id(CsvRecords.CsvRow record, int column, String name)
      throws BrokenRowException {
    String id = field(record, column);
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      throw new BrokenRowException(
          name + (id.isEmpty() ? " is empty" : " is longer than " + MAX_ID_LENGTH));
    }
    return id;
  }

  private static int quantity(String text) throws BrokenRowException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BrokenRowException("Quantity is no whole number: " + shortened(text));
    }
  }

  private static long price(String text) throws BrokenRowException {
    try {
      BigDecimal price = new BigDecimal(text);
      // Checked before any arithmetic, which an exponent of a billion would keep busy for ever.
      if (price.precision() - price.scale() > MAX_PRICE_DIGITS
          || price.scale() > MAX_PRICE_DIGITS) {
        throw new BrokenRowException("UnitPrice is out of range: " + shortened(text));
      }
      // A few fees of the file have three decimals; half a penny is nobody's price.
      return price.setScale(2, RoundingMode.HALF_UP).movePointRight(2).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BrokenRowException("UnitPrice is no amount of money: " + shortened(text));
    }
  }

  private long time(String text) throws BrokenRowException {
    try {
      return time.millis(text);
    } catch (DateTimeException e) {
      throw new BrokenRowException("InvoiceDate is no time: " + shortened(text));
    }
  }

  /** The file went through a table of floating point numbers, which left {@code .0} behind. */
  private static String shopper(String text) throws BrokenRowException {
    if (text.length() > MAX_ID_LENGTH) {
      throw new BrokenRowException("CustomerID is longer than " + MAX_ID_LENGTH);
    }
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  double progress() {
    return records.progress();
  }

  @Override
  public void close() {
    records.close();
  }

  /** Carries the reason from where it is found to where it is counted. */
  private static final class BrokenRowException extends Exception {
    BrokenRowException(String message) {
      super(message, null, false, false);
    }
  }
}
