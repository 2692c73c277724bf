package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code evaluate} as the launcher starts it, with what trains on its class path: a strategy that
 * is trained finds its trainer from inside its plugin, and the model that it wrote serves.
 */
class EvaluateTrainingIT {
  private static final int BASKETS = 600;
  private static final int PAIRS = 20;
  private static final long MOST_MINUTES = 5;

  @TempDir private Path folder;

  @Test
  void theTransformerIsTrainedAndFindsTheOtherOfAPair() throws Exception {
    Path json = folder.resolve("result.json");
    Path errors = folder.resolve("errors");
    Path home = Path.of(System.getProperty("pannier.home"));
    Process process =
        new ProcessBuilder(command(home, pairs(), json))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    // Chance is 5 of the 37 products that are not in the cart.
    assertThat(result.at("/strategies/0/metrics/hr@5").asDouble()).isGreaterThan(0.8);
  }

  private static List<String> command(Path home, Path data, Path json) {
    Path platform = home.resolve("platform");
    String jars =
        platform.resolve("app/target/pannier.jar")
            + File.pathSeparator
            + platform.resolve("learning/target/pannier-learning.jar");
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx2g",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-DDJL_CACHE_DIR=" + platform.resolve("learning/target/djl"),
        "-Dpannier.home=" + home,
        "-cp",
        jars,
        "io.pannier.app.cli.Main",
        "evaluate",
        "--protocol",
        "within-basket",
        "--data",
        data.toString(),
        "--format",
        "groceries",
        "--strategies",
        "transformer",
        "--json",
        json.toString());
  }

  /** Baskets in the form of Groceries: two of twenty pairs each, one product of each first. */
  private Path pairs() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(5);
    for (int basket = 0; basket < BASKETS; basket++) {
      int first = random.nextInt(PAIRS);
      int second = (first + 1 + random.nextInt(PAIRS - 1)) % PAIRS;
      text.append("left " + first + ",left " + second + ",right " + first + ",right " + second)
          .append('\n');
    }
    return Files.writeString(folder.resolve("baskets.txt"), text);
  }
}
