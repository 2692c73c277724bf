package io.pannier.app.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns line up; numbers stand to the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The table with a line under its header. */
  String render() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).codePointCount(0, row.get(c).length()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(rows.get(r), widths, out);
      if (r == 0) {
        for (int c = 0; c < columns; c++) {
          out.append(c == 0 ? "" : "  ").append("─".repeat(widths[c]));
        }
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static void line(List<String> row, int[] widths, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = row.get(c);
      String space = " ".repeat(widths[c] - cell.codePointCount(0, cell.length()));
      boolean number = cell.matches("[-+]?[0-9].*") && c > 0;
      line.append(c == 0 ? "" : "  ").append(number ? space + cell : cell + space);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
