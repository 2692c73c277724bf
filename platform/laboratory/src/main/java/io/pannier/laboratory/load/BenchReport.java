package io.pannier.laboratory.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures of one benchmark run, as JSON of the contract and as a table for people.
 *
 * @param bench its name
 */
public record BenchReport(String bench, MachineInfo machine, List<Figure> figures) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public BenchReport {
    figures = List.copyOf(figures);
  }

  /** True when no goal is missed. */
  public boolean met() {
    return figures.stream().allMatch(Figure::met);
  }

  /** The document that {@code --json} writes. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode().put("bench", bench);
    root.putObject("machine")
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("memoryMebibytes", machine.memoryMebibytes())
        .put("jdk", machine.jdk())
        .put("os", machine.os())
        .put("note", machine.note());
    var list = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode node = list.addObject().put("name", figure.name());
      node.put("value", figure.value()).put("unit", figure.unit());
      if (figure.goal() != null) {
        node.putObject("goal")
            .put("op", figure.goal().op().sign())
            .put("value", figure.goal().value());
      }
      if (figure.peer() != null) {
        node.putObject("peer")
            .put("name", figure.peer().name())
            .put("version", figure.peer().version())
            .put("value", figure.peer().value());
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void writeJson(Path file) throws IOException {
    Files.writeString(file, toJson());
  }

  /** The figures in aligned columns, with goals and whether they are met. */
  public String toTable() {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"figure", "value", "unit", "goal", "", "peer"});
    for (Figure figure : figures) {
      rows.add(
          new String[] {
            figure.name(),
            number(figure.value()),
            figure.unit(),
            figure.goal() == null
                ? ""
                : figure.goal().op().sign() + " " + number(figure.goal().value()),
            figure.goal() == null ? "" : figure.met() ? "pass" : "MISS",
            figure.peer() == null
                ? ""
                : figure.peer().name()
                    + " "
                    + figure.peer().version()
                    + " "
                    + number(figure.peer().value())
          });
    }
    return "bench "
        + bench
        + " on "
        + machine.cpu()
        + ", "
        + machine.cores()
        + " cores, "
        + machine.memoryMebibytes()
        + " MiB, JDK "
        + machine.jdk()
        + (machine.note().isEmpty() ? "" : ", " + machine.note())
        + "\n"
        + aligned(rows);
  }

  private static String aligned(List<String[]> rows) {
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < columns; i++) {
        String pad = " ".repeat(widths[i] - row[i].length());
        // Numbers are read by their last digit, words by their first letter.
        line.append(' ').append(i == 1 ? pad + row[i] : row[i] + pad).append(' ');
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** Four significant digits, and thousands apart. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1_000 || value == 0) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = 3 - (int) Math.floor(Math.log10(magnitude));
    return String.format(Locale.ROOT, "%." + Math.min(Math.max(decimals, 0), 9) + "f", value);
  }
}
