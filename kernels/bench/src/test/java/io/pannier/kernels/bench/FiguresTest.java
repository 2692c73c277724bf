package io.pannier.kernels.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(progress, true, StandardCharsets.UTF_8);

  @Test
  void writesGoalsAndPeers(@TempDir Path folder) throws IOException {
    Figures figures = new Figures(null, err);
    figures.add("a-x", 1.5, "x").atLeast(1.25).beside("Peer", "1.0", 1);
    figures.add("b-millis", 3, "ms").atMost(2);
    Path file = folder.resolve("figures.json");
    figures.write(file, "note");
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/note").asText()).isEqualTo("note");
    assertThat(json.at("/figures/0/goal/op").asText()).isEqualTo(">=");
    assertThat(json.at("/figures/0/peer/name").asText()).isEqualTo("Peer");
    assertThat(json.at("/figures/1/goal/value").asDouble()).isEqualTo(2);
    assertThat(json.at("/figures/1").has("peer")).isFalse();
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("a-x", "1.500");
  }

  @Test
  void onlyWhatIsAskedForIsKept(@TempDir Path folder) throws IOException {
    Figures figures = new Figures("^scan|int8", err);
    assertThat(figures.wants("sgemm-x", "attention-x")).isFalse();
    assertThat(figures.wants("sgemm-x", "scan-b1-d64-x")).isTrue();
    figures.add("sgemm-x", 1, "x");
    figures.add("int8-x", 2, "x");
    Path file = folder.resolve("figures.json");
    figures.write(file, "");
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/figures")).hasSize(1);
  }
}
