package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.model.SafetensorsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} on a file of past orders as the launcher starts it: killed, resumed, refused. */
class TrainingIT {
  private static final int PAIRS = 20;

  private static final List<String> SMALL =
      Stream.of("width=16", "heads=2", "feed-forward=32", "epochs=5", "batch=16")
          .flatMap(setting -> Stream.of("--set", setting))
          .toList();

  @TempDir private Path folder;

  private Command train(Path data, Path model, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("train", "--strategy", "transformer", "--format", "events"));
    command.addAll(List.of("--data", data.toString(), "--model", model.toString()));
    command.addAll(SMALL);
    command.addAll(List.of(more));
    return Command.start(command.toArray(String[]::new));
  }

  @Test
  void aTrainingThatIsKilledGoesOnToTheModelOfOneThatIsNot() throws Exception {
    Path data = orders("pairs", 1_500, order -> order);
    Path whole = folder.resolve("whole.model");
    train(data, whole).ends(0);
    assertThat(folder.resolve("whole.model.checkpoint")).doesNotExist();

    Path parts = folder.resolve("parts.model");
    Path checkpoint = folder.resolve("parts.model.checkpoint");
    Command killed = train(data, parts);
    Waiting.until(
        "the first pass is done", () -> Files.exists(checkpoint), (Boolean there) -> there);
    killed.process().destroyForcibly().waitFor();
    assertThat(parts).doesNotExist();

    String refused = train(data, parts, "--resume", "--set", "learning-rate=0.001").ends(1);
    assertThat(refused).contains("pannier: CHECKPOINT_MISMATCH: ", "is of another plan");
    assertThat(refused).doesNotContain("\tat ");
    train(data, parts, "--resume").ends(0);
    assertThat(checkpoint).doesNotExist();
    NamedTensors expected = new SafetensorsFiles().read(whole);
    NamedTensors resumed = new SafetensorsFiles().read(parts);
    for (String name : List.of("embedding.item", "encoder.0.attention.qkv.weight")) {
      assertThat(resumed.floats(name)).as(name).isEqualTo(expected.floats(name));
    }
    String none = train(data, parts, "--resume").ends(1);
    assertThat(none).startsWith("pannier: NOT_FOUND: there is no checkpoint");
  }

  @Test
  void ordersThatTeachNothingOrGiveThemselvesAwayAreToldInOneLine() throws Exception {
    Path model = folder.resolve("none.model");
    refused(orders("constant", 200, order -> 0), model, "hold the same ones");
    refused(orders("doubled", 200, order -> order / 2), model, "recorded more than once");
    Path cut = Files.write(folder.resolve("cut.gz"), new byte[] {31, (byte) 139, 8, 0, 0, 0, 1});
    String said = train(cut, model).ends(1);
    assertThat(said).contains("pannier: ").doesNotContain("\tat ");
    assertThat(model).doesNotExist();
  }

  private void refused(Path data, Path model, String words) throws Exception {
    String said = train(data, model).ends(1);
    List<String> lines = said.lines().filter(line -> line.startsWith("pannier: ")).toList();
    assertThat(lines).as(said).hasSize(1);
    assertThat(lines.getFirst()).startsWith("pannier: DATA_INVALID: ").contains(words);
    assertThat(said).doesNotContain("\tat ", "Exception");
    assertThat(model).doesNotExist();
  }

  /**
   * Orders of two of twenty pairs.
   *
   * @param likeness orders with the same number are alike, and at the same time
   */
  private Path orders(String name, int count, IntUnaryOperator likeness) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int order = 0; order < count; order++) {
      int number = likeness.applyAsInt(order);
      Random random = new Random(number);
      int first = random.nextInt(PAIRS);
      int second = (first + 1 + random.nextInt(PAIRS - 1)) % PAIRS;
      Instant time = Instant.parse("2025-01-01T00:00:00Z").plusSeconds(3_600L * number);
      for (String sku : List.of("l" + first, "l" + second, "r" + first, "r" + second)) {
        text.append(
            "{\"id\":\"%s-%s\",\"type\":\"purchased\",\"time\":\"%s\",\"sku\":\"%s\",\"order\":\"o-%s\",\"quantity\":1,\"price\":1.00,\"currency\":\"GBP\"}%n"
                .formatted(order, sku, time, sku, order));
      }
    }
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
