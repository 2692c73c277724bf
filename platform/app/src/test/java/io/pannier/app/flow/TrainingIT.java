package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  private static final int LOOKED = 10;
  private static final int OTHERS = 6;

  private static final List<String> SMALL =
      Stream.of(
              "width=16",
              "heads=2",
              "feed-forward=32",
              "epochs=6",
              "batch=16",
              "learning-rate=0.01")
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
    Path data = orders("followed", 1_000, order -> order);
    Path whole = folder.resolve("whole.model");
    Path json = folder.resolve("whole.json");
    train(data, whole, "--json", json.toString()).ends(0);
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/figures/epochs").asInt())
        .as("what is compared was trained")
        .isPositive();
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
    assertThat(none).contains("pannier: NOT_FOUND: there is no checkpoint");
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
   * What a shopper looked at says which product is bought, beside others that nothing says.
   *
   * @param likeness orders with the same number are alike, and at the same time
   */
  private Path orders(String name, int count, IntUnaryOperator likeness) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int order = 0; order < count; order++) {
      int number = likeness.applyAsInt(order);
      Random random = new Random(number);
      int looked = random.nextInt(LOOKED);
      Instant time = Instant.parse("2025-01-01T00:00:00Z").plusSeconds(3_600L * number);
      line(text, order, "product-viewed", time.minusSeconds(600), "look-" + looked);
      line(text, order, "purchased", time, "then-" + looked);
      for (int i = 0; i < 3; i++) {
        line(text, order, "purchased", time, "other-" + i + "-" + random.nextInt(OTHERS));
      }
    }
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, int order, String type, Instant time, String sku) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("id", order + "/" + sku).put("type", type).put("time", time.toString());
    event.put("sku", sku).put("shopper", "shopper-" + order);
    if (type.equals("purchased")) {
      event
          .put("order", "order-" + order)
          .put("quantity", 1)
          .put("price", 1)
          .put("currency", "GBP");
    }
    text.append(event).append('\n');
  }
}
