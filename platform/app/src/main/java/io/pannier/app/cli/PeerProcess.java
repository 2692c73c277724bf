package io.pannier.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.load.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A measurement beside peers, in a Java process and on a class path of its own: this program never
 * sees the peers' libraries.
 */
final class PeerProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What was measured.
   *
   * @param note with what
   */
  record Measured(String note, List<Figure> figures) {}

  private PeerProcess() {}

  /**
   * Runs it; it tells its progress on stderr.
   *
   * @param process given the file to which the figures go, as JSON
   * @return empty where it failed, and then said why
   */
  static Optional<Measured> run(Function<Path, ProcessBuilder> process)
      throws IOException, InterruptedException {
    Path figures = Files.createTempFile("pannier-bench-", ".json");
    try {
      Process running =
          process
              .apply(figures)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      // The wait below ends without its finally when this process is told to end.
      Thread end = new Thread(running::destroy, "end-of-bench");
      Runtime.getRuntime().addShutdownHook(end);
      try {
        if (running.waitFor() != 0) {
          return Optional.empty();
        }
      } finally {
        running.destroy();
      }
      return Optional.of(measured(JSON.readTree(figures.toFile())));
    } finally {
      Files.deleteIfExists(figures);
    }
  }

  private static Measured measured(JsonNode document) {
    List<Figure> figures = new ArrayList<>();
    for (JsonNode node : document.path("figures")) {
      figures.add(figure(node));
    }
    return new Measured(document.path("note").asText(), figures);
  }

  private static Figure figure(JsonNode node) {
    double value = node.path("value").asDouble();
    Figure figure = Figure.of(node.path("name").asText(), value, node.path("unit").asText());
    JsonNode goal = node.path("goal");
    if (!goal.isMissingNode()) {
      double bound = goal.path("value").asDouble();
      figure = goal.path("op").asText().equals(">=") ? figure.atLeast(bound) : figure.atMost(bound);
    }
    JsonNode peer = node.path("peer");
    return peer.isMissingNode()
        ? figure
        : figure.beside(
            peer.path("name").asText(),
            peer.path("version").asText(),
            peer.path("value").asDouble());
  }
}
