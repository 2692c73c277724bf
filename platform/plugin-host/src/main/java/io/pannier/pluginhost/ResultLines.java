package io.pannier.pluginhost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file by which a verifying child tells its parent what it found, one line at a time, so that
 * what a killed child found is known too. The last line repeats the parent's secret: a child that
 * ended on the way, with whatever exit status, cannot have written it.
 */
final class ResultLines {
  private static final String CHECK = "check";
  private static final String ERROR = "error";
  private static final String DONE = "done";

  private final Path file;

  ResultLines(Path file) {
    this.file = file;
  }

  void write(VerificationReport.Result result) throws IOException {
    append(
        CHECK,
        result.strategy(),
        result.check(),
        Boolean.toString(result.passed()),
        Long.toString(result.millis()),
        result.message());
  }

  void writeError(String message) throws IOException {
    append(ERROR, message);
  }

  void writeDone(String secret) throws IOException {
    append(DONE, secret);
  }

  List<VerificationReport.Result> results() throws IOException {
    List<VerificationReport.Result> results = new ArrayList<>();
    for (List<String> line : lines()) {
      if (line.getFirst().equals(CHECK) && line.size() == 6) {
        results.add(
            new VerificationReport.Result(
                line.get(1),
                line.get(2),
                Boolean.parseBoolean(line.get(3)),
                Long.parseLong(line.get(4)),
                line.get(5)));
      }
    }
    return results;
  }

  /** What kept the checks from being run; empty if nothing did. */
  String error() throws IOException {
    for (List<String> line : lines()) {
      if (line.getFirst().equals(ERROR) && line.size() == 2) {
        return line.get(1);
      }
    }
    return "";
  }

  boolean isDone(String secret) throws IOException {
    return lines().contains(List.of(DONE, secret));
  }

  private List<List<String>> lines() throws IOException {
    List<List<String>> lines = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split("\t", -1)) {
          fields.add(field.translateEscapes());
        }
        lines.add(fields);
      }
    }
    return lines;
  }

  private void append(String... fields) throws IOException {
    List<String> escaped = new ArrayList<>();
    for (String field : fields) {
      escaped.add(
          field
              .replace("\\", "\\\\")
              .replace("\t", "\\t")
              .replace("\n", "\\n")
              .replace("\r", "\\r"));
    }
    Files.writeString(
        file,
        String.join("\t", escaped) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
