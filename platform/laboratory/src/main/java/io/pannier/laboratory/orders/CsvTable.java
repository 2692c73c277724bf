package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.CSV_ROW_INVALID;
import static io.pannier.spi.StandardErrorCode.FIELD_MISSING;

import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small CSV file (RFC 4180), plain or gzip, whose columns are found by their names. */
public final class CsvTable {
  private CsvTable() {}

  /**
   * Reads the wanted columns of every row.
   *
   * @return for each row the fields of {@code columns}, in their order
   * @throws PannierException FILE_FAILED if the file cannot be read, FIELD_MISSING if it has no
   *     such columns, CSV_ROW_INVALID for the first row that is not well formed
   */
  public static List<List<String>> read(Path file, String... columns) {
    try (CsvRecords records = new CsvRecords(TextLines.open(file))) {
      CsvRecords.CsvRow header = records.next();
      int[] places = places(file, header == null ? List.of() : header.fields(), columns);
      List<List<String>> rows = new ArrayList<>();
      for (CsvRecords.CsvRow row = records.next(); row != null; row = records.next()) {
        rows.add(fields(file, row, places));
      }
      return rows;
    }
  }

  private static int[] places(Path file, List<String> header, String... columns) {
    int[] places = new int[columns.length];
    for (int i = 0; i < columns.length; i++) {
      places[i] = header.indexOf(columns[i]);
      if (places[i] < 0) {
        throw new PannierException(
            FIELD_MISSING,
            file + " has no column '" + columns[i] + "'; its first line says " + header + ".");
      }
    }
    return places;
  }

  private static List<String> fields(Path file, CsvRecords.CsvRow row, int[] places) {
    if (row.problem() != null) {
      throw invalid(file, row, row.problem());
    }
    List<String> fields = new ArrayList<>(places.length);
    for (int place : places) {
      if (place >= row.fields().size()) {
        throw invalid(file, row, "it has only " + row.fields().size() + " fields");
      }
      fields.add(row.fields().get(place).strip());
    }
    return fields;
  }

  private static PannierException invalid(Path file, CsvRecords.CsvRow row, String why) {
    return new PannierException(CSV_ROW_INVALID, file + ", line " + row.line() + ": " + why + ".");
  }
}
