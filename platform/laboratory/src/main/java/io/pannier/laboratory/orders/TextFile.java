package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.INVALID_UTF8;

import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a text file, plain or gzip. */
public final class TextFile {
  private TextFile() {}

  /**
   * Reads lines that are not blank.
   *
   * @param most where to stop
   * @throws PannierException FILE_FAILED if the file cannot be read, INVALID_UTF8 for a line that
   *     is no text
   */
  public static List<String> lines(Path file, int most) {
    List<String> texts = new ArrayList<>();
    try (TextLines lines = TextLines.open(file)) {
      for (TextLines.Line line = lines.next();
          line != null && texts.size() < most;
          line = lines.next()) {
        if (line.problem() != null) {
          throw new PannierException(
              INVALID_UTF8,
              file + ", line " + line.number() + ": " + line.problem() + ". Is this a text file?");
        }
        if (!line.text().isBlank()) {
          texts.add(line.text());
        }
      }
    }
    return texts;
  }
}
