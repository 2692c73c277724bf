package io.pannier.laboratory.offpolicy;

import static io.pannier.spi.StandardErrorCode.CSV_ROW_INVALID;
import static io.pannier.spi.StandardErrorCode.FILE_FAILED;

import io.pannier.spi.PannierException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A log of the Open Bandit Dataset (Saito et al. 2020): which fashion item was shown at which of
 * three positions, with which propensity, and whether it was clicked. CSV with a header, plain or
 * gzip.
 *
 * @param rows in the order of the file, at least one
 */
record OpenBanditLog(List<Row> rows) {
  /**
   * One impression.
   *
   * @param item from 0
   * @param position from 0
   * @param clicked whether it was
   * @param propensity of the item at that position, in (0, 1]
   */
  record Row(int item, int position, boolean clicked, double propensity) {}

  /**
   * Reads a file.
   *
   * @throws PannierException {@code FILE_FAILED} if it cannot be read or holds no row, {@code
   *     CSV_ROW_INVALID} naming the row and what was expected
   */
  static OpenBanditLog read(Path file) {
    List<Row> rows = new ArrayList<>();
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setAllowMissingColumnNames(true)
            .setSkipHeaderRecord(true)
            .get();
    try (Reader text = open(file);
        CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord line : parser) {
        rows.add(row(file, line));
      }
    } catch (IOException e) {
      throw new PannierException(
          FILE_FAILED, "Cannot read " + file + ": " + e + ". Check that it is complete.", e);
    }
    if (rows.isEmpty()) {
      throw new PannierException(FILE_FAILED, file + " holds no impressions");
    }
    return new OpenBanditLog(List.copyOf(rows));
  }

  private static Reader open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return new InputStreamReader(packed ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8);
  }

  private static Row row(Path file, CSVRecord line) {
    try {
      int item = Integer.parseInt(line.get("item_id"));
      int position = Integer.parseInt(line.get("position"));
      int click = Integer.parseInt(line.get("click"));
      double propensity = Double.parseDouble(line.get("propensity_score"));
      if (item >= 0
          && position >= 1
          && (click == 0 || click == 1)
          && propensity > 0
          && propensity <= 1) {
        return new Row(item, position - 1, click == 1, propensity);
      }
    } catch (IllegalArgumentException e) {
      throw broken(file, line, e);
    }
    throw broken(file, line, null);
  }

  private static PannierException broken(
      Path file, CSVRecord line, @org.jspecify.annotations.Nullable Exception cause) {
    return new PannierException(
        CSV_ROW_INVALID,
        file
            + " row "
            + line.getRecordNumber()
            + ": expected item_id ≥ 0, position ≥ 1, click 0 or 1 and propensity_score above 0 and"
            + " at most 1",
        cause);
  }

  /** The share of impressions that were clicked. */
  double clickRate() {
    return rows.stream().mapToInt(row -> row.clicked() ? 1 : 0).average().orElseThrow();
  }

  int clicks() {
    return (int) rows.stream().filter(Row::clicked).count();
  }

  /** One more than the highest item. */
  int items() {
    return rows.stream().mapToInt(Row::item).max().orElseThrow() + 1;
  }

  /** One more than the last position. */
  int positions() {
    return rows.stream().mapToInt(Row::position).max().orElseThrow() + 1;
  }

  /**
   * How often each item was shown at each position: row-major (positions, items), rows sum to 1.
   */
  double[] frequencies(int positions, int items) {
    double[] shares = new double[positions * items];
    double[] totals = new double[positions];
    for (Row row : rows) {
      shares[row.position() * items + row.item()]++;
      totals[row.position()]++;
    }
    for (int cell = 0; cell < shares.length; cell++) {
      double total = totals[cell / items];
      shares[cell] = total == 0 ? 0 : shares[cell] / total;
    }
    return shares;
  }
}
