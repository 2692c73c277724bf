package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with the plugins that ship with the program. */
class EvaluateCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  /** Items come in pairs, one of which is always hidden: who learns pairs finds it. */
  private Path pairs() throws IOException {
    Random random = new Random(9);
    StringBuilder text = new StringBuilder();
    for (int basket = 0; basket < 1_500; basket++) {
      int pair = random.nextInt(60);
      text.append("left ").append(pair).append(",right ").append(pair);
      text.append(basket % 7 == 0 ? ",bag\n" : "\n");
    }
    return Files.writeString(folder.resolve("baskets.txt"), text);
  }

  private JsonNode evaluate(Path data, String strategies, String... more) throws IOException {
    Path json = folder.resolve("result.json");
    String[] args = new String[9 + more.length];
    String[] fixed = {
      "evaluate",
      "--protocol",
      "within-basket",
      "--data",
      data.toString(),
      "--strategies",
      strategies,
      "--json",
      json.toString()
    };
    System.arraycopy(fixed, 0, args, 0, fixed.length);
    System.arraycopy(more, 0, args, fixed.length, more.length);
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("item-knn@", "hr@10", "sha256 ");
    return JSON.readTree(json.toFile());
  }

  @Test
  void whoLearnsPairsFindsTheOtherOne() throws IOException {
    Path page = folder.resolve("report.html");
    JsonNode result = evaluate(pairs(), "item-knn,popularity", "--report", page.toString());
    assertThat(result.at("/strategies/0/metrics/hr@5").asDouble()).isGreaterThan(0.95);
    assertThat(result.at("/strategies/1/metrics/hr@5").asDouble()).isLessThan(0.3);
    assertThat(result.at("/comparisons/0/low").asDouble()).isGreaterThan(0.6);
    assertThat(page).content().contains("item-knn − popularity");
  }

  @Test
  void theSameSeedGivesTheSameFigures() throws IOException {
    Path data = pairs();
    JsonNode first = untimed(evaluate(data, "item-knn,popularity", "--seed", "3"));
    assertThat(untimed(evaluate(data, "item-knn,popularity", "--seed", "3"))).isEqualTo(first);
    assertThat(untimed(evaluate(data, "item-knn,popularity", "--seed", "4"))).isNotEqualTo(first);
  }

  /** What is told of one seed stays as it is; what is told of all is added. */
  @Test
  void severalSeedsGiveMeanAndStandardError() throws IOException {
    Path data = pairs();
    double[] alone = new double[3];
    for (int i = 0; i < 3; i++) {
      alone[i] =
          evaluate(data, "item-knn,popularity", "--seed", "" + (3 + i))
              .at("/strategies/1/metrics/mrr@20")
              .asDouble();
    }
    JsonNode result = evaluate(data, "item-knn,popularity", "--seeds", "3,4,5");
    assertThat(result.get("seed").asInt()).isEqualTo(3);
    assertThat(result.at("/strategies/1/metrics/mrr@20").asDouble()).isEqualTo(alone[0]);
    JsonNode popularity = result.at("/seeds/strategies/1");
    assertThat(result.at("/seeds/values").toString()).isEqualTo("[3,4,5]");
    assertThat(popularity.get("name").asText()).isEqualTo("popularity");
    double mean = (alone[0] + alone[1] + alone[2]) / 3;
    double squares = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(popularity.at("/bySeed/mrr@20/" + i).asDouble()).isEqualTo(alone[i]);
      squares += (alone[i] - mean) * (alone[i] - mean);
    }
    assertThat(popularity.at("/metrics/mrr@20").asDouble()).isCloseTo(mean, within(1e-12));
    assertThat(popularity.at("/standardError/mrr@20").asDouble())
        .isPositive()
        .isCloseTo(Math.sqrt(squares / 2 / 3), within(1e-12));
  }

  @Test
  void aSettingReachesItsStrategyAndNoOther() throws IOException {
    Path data = pairs();
    JsonNode usual = evaluate(data, "item-knn,popularity");
    JsonNode set = evaluate(data, "item-knn,popularity", "--set", "item-knn.list-size=1");
    assertThat(set.at("/strategies/0/metrics")).isNotEqualTo(usual.at("/strategies/0/metrics"));
    assertThat(set.at("/strategies/1/metrics")).isEqualTo(usual.at("/strategies/1/metrics"));
    CommandLineRun unknown =
        CommandLineRun.of(
            "evaluate",
            "--protocol",
            "within-basket",
            "--data",
            data.toString(),
            "--strategies",
            "item-knn",
            "--set",
            "item-knn.no-such=1");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("STRATEGY_CONFIG_INVALID", "no-such");
  }

  private static JsonNode untimed(JsonNode result) {
    for (JsonNode strategy : result.get("strategies")) {
      ((ObjectNode) strategy).remove("trainSeconds");
      ((ObjectNode) strategy).remove("scoreSeconds");
    }
    return result;
  }

  @Test
  void strategiesThatAreNotThereOrCannotScoreAreToldByCode() throws IOException {
    Path data = pairs();
    for (String[] expected :
        new String[][] {
          {"no-such", "STRATEGY_UNKNOWN", "installed are"},
          {"genetic", "CAPABILITY_UNSUPPORTED", "does not score"}
        }) {
      CommandLineRun run =
          CommandLineRun.of(
              "evaluate",
              "--protocol",
              "within-basket",
              "--data",
              data.toString(),
              "--strategies",
              "popularity," + expected[0]);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("pannier: " + expected[1]).contains(expected[2]);
      assertThat(run.out()).isEmpty();
    }
  }

  /** As plugins/item-knn measures itself, but through the command. */
  @Test
  void itemKnnOnTheRealFile() throws IOException {
    Path file = shared("online-retail/online-retail.csv.gz");
    if (file == null) {
      System.err.println("SKIPPED EvaluateCommandIT: no shared/data/online-retail folder");
      assumeTrue(false, "shared/data/online-retail is missing");
      return;
    }
    JsonNode result = evaluate(file, "item-knn,popularity");
    assertThat(result.get("cases").asInt()).isEqualTo(5_153);
    assertThat(result.get("items").asInt()).isEqualTo(3_714);
    // Which lines of a large order count depends on the order's id, so not to the last digit.
    assertThat(result.at("/strategies/0/metrics/hr@10").asDouble()).isBetween(0.29, 0.32);
    assertThat(result.at("/strategies/0/metrics/mrr@20").asDouble()).isBetween(0.14, 0.16);
    assertThat(result.at("/strategies/1/metrics/hr@10").asDouble()).isBetween(0.02, 0.045);
  }

  private static @Nullable Path shared(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }
}
