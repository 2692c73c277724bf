package io.pannier.laboratory.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180), read such that a broken record costs no more than itself.
 *
 * <p>A CSV parser that is given a whole file takes everything behind a stray quote for one field.
 * Here each line is parsed by itself; only when a quoted field stays open are the next few lines
 * joined, and when that does not close it, the first line is reported and reading goes on behind
 * it.
 */
final class CsvRecords implements AutoCloseable {
  /** How many lines one quoted field may span. */
  private static final int MAX_JOINED = 16;

  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  /**
   * One record.
   *
   * @param line on which it begins, from 1
   * @param fields empty when there is a problem
   * @param problem why the record cannot be had, or null
   */
  record CsvRow(long line, List<String> fields, @Nullable String problem) {}

  private final TextLines lines;
  private final ArrayDeque<TextLines.Line> ahead = new ArrayDeque<>();

  CsvRecords(TextLines lines) {
    this.lines = lines;
  }

  /** The next record, blank lines left out; null at the end. */
  @Nullable CsvRow next() {
    while (true) {
      TextLines.Line line = take();
      if (line == null) {
        return null;
      }
      if (line.problem() != null) {
        return new CsvRow(line.number(), List.of(), line.problem());
      }
      if (line.text().indexOf('"') >= 0) {
        return quoted(line);
      }
      if (!line.text().isBlank()) {
        return new CsvRow(line.number(), split(line.text()), null);
      }
    }
  }

  private CsvRow quoted(TextLines.Line first) {
    List<TextLines.Line> joined = new ArrayList<>();
    StringBuilder text = new StringBuilder(first.text());
    String problem;
    while (true) {
      try {
        return new CsvRow(first.number(), parse(text.toString()), null);
      } catch (IOException | UncheckedIOException e) {
        problem = String.valueOf(e.getMessage());
      }
      boolean open = problem.contains("EOF");
      TextLines.Line more = open && joined.size() < MAX_JOINED - 1 ? take() : null;
      if (more == null) {
        break;
      }
      joined.add(more);
      text.append('\n').append(more.text());
    }
    for (int i = joined.size() - 1; i >= 0; i--) {
      ahead.addFirst(joined.get(i));
    }
    return new CsvRow(first.number(), List.of(), "a quoted field is not well formed");
  }

  private static List<String> parse(String text) throws IOException {
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      List<CSVRecord> records = parser.getRecords();
      return records.isEmpty() ? List.of() : records.getFirst().toList();
    }
  }

  /** Without quotes a record is its commas, and no parser has to be set up for it. */
  private static List<String> split(String text) {
    List<String> fields = new ArrayList<>(8);
    int from = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
      fields.add(text.substring(from, comma));
      from = comma + 1;
    }
    fields.add(text.substring(from));
    return fields;
  }

  private TextLines.@Nullable Line take() {
    TextLines.Line line = ahead.pollFirst();
    return line == null ? lines.next() : line;
  }

  double progress() {
    return lines.progress();
  }

  @Override
  public void close() {
    lines.close();
  }
}
