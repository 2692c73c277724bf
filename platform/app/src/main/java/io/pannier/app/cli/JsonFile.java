package io.pannier.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --json FILE}: the result again, for programs. */
final class JsonFile {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result to FILE as JSON, too.")
  private @Nullable Path file;

  /** Writes the result where the user asked for it. */
  void write(JsonNode result) throws IOException {
    write(MAPPER.writeValueAsString(result));
  }

  /** Writes a document that is JSON already. */
  void write(String document) throws IOException {
    if (file != null) {
      WholeFile.write(file, document);
    }
  }

  /**
   * Finds out before long work whether the file can be written.
   *
   * @throws io.pannier.spi.PannierException FILE_FAILED if it cannot
   */
  void check() {
    if (file != null) {
      WholeFile.check(file);
    }
  }
}
