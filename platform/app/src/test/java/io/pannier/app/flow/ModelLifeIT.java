package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import io.pannier.store.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model's life in a running installation: trained from its journal by the command that a person
 * would type, promoted without a restart, compared in shadow, beaten or not, taken back.
 */
@ExtendWith(SharedInstallation.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelLifeIT {
  private static final String PLACEMENT = "modelled";
  private static final int UNHURRIED_MILLIS = 3_000;

  private static final List<String> SMALL =
      Stream.of("width=16", "heads=2", "feed-forward=32", "epochs=2", "batch=64")
          .flatMap(setting -> Stream.of("--set", setting))
          .toList();

  private final Installation installation;

  @TempDir private Path folder;

  ModelLifeIT(Installation installation) {
    this.installation = installation;
  }

  private Command train(Path json, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("train", "--strategy", "transformer"));
    command.addAll(List.of("--config", installation.config().toString()));
    command.addAll(List.of("--shop", installation.shop().name(), "--json", json.toString()));
    command.addAll(SMALL);
    command.addAll(List.of(more));
    return Command.start(command.toArray(String[]::new));
  }

  private Models models() {
    return installation.store().models();
  }

  private List<ModelRevision> history() {
    return Program.await(models().history(installation.shop(), "transformer"));
  }

  private JsonNode offer() {
    return installation
        .client()
        .post(
            "offers",
            Installation.question(PLACEMENT, "model-life", Installation.cart(installation.sku(0))))
        .ok();
  }

  @Test
  @Order(1)
  void aTrainedModelServesWithoutARestart() throws Exception {
    installation.place(PLACEMENT, "transformer", "genetic", UNHURRIED_MILLIS);
    assertThat(offer().path("model").isNull()).isTrue();
    assertThat(offer().path("strategy").asText()).startsWith("popularity@");

    Path json = folder.resolve("trained.json");
    String said = train(json, "--promote", "--reason", "the first").ends(0);
    assertThat(said).contains("in service as transformer/1", "there was no model before");
    JsonNode trained = ShopClient.JSON.readTree(json.toFile());
    assertThat(trained.path("promoted").asBoolean()).isTrue();
    assertThat(trained.path("value").asDouble()).isBetween(0.0, 1.0);

    JsonNode offer =
        Waiting.until(
            "the model serves",
            this::offer,
            answer -> answer.path("model").asText().equals("transformer/1"));
    assertThat(offer.path("strategy").asText()).startsWith("transformer@");
    assertThat(offer.path("bundles")).isNotEmpty();
    String id = offer.path("decision").asText();
    var decision =
        Waiting.until(
            "the decision is written",
            () ->
                Program.await(
                    installation
                        .store()
                        .ledger()
                        .find(installation.shop().number(), java.util.UUID.fromString(id))),
            java.util.Optional::isPresent);
    assertThat(decision.orElseThrow().model()).isEqualTo("transformer/1");
  }

  @Test
  @Order(2)
  void anotherThatIsNoBetterIsRefusedAndSaysSo() throws Exception {
    Path json = folder.resolve("again.json");
    // The same data and the same seed: just as good, and so not better.
    String said = train(json, "--promote").ends(1);
    assertThat(said).contains("MODEL_NOT_BETTER", "no better than transformer/1");
    assertThat(history()).extracting(ModelRevision::promoted).containsExactly(false, true);
    assertThat(history().getFirst().verdict()).contains("\"incumbent\":\"transformer/1\"");
    assertThat(offer().path("model").asText()).isEqualTo("transformer/1");
  }

  @Test
  @Order(3)
  void inShadowItIsComparedAndNotShown() {
    ObjectNode change = ShopClient.JSON.createObjectNode().put("scoring", "item-knn");
    change.putArray("shadow").add("transformer");
    installation.client().place(PLACEMENT, change);
    JsonNode agreement =
        Waiting.until(
            "the shadow was compared",
            () -> {
              assertThat(offer().path("strategy").asText()).startsWith("item-knn@");
              return scoring(find(installation.client().get("strategies").ok()).path("agreement"));
            },
            compared -> compared.path("compared").asInt() >= 3);
    assertThat(agreement.path("strategy").asText()).endsWith("transformer/1");
    assertThat(agreement.path("overlap").asDouble()).isBetween(0.0, 1.0);
  }

  /** It composes, too, and is compared with what composed; here what it scored is looked at. */
  private static JsonNode scoring(JsonNode agreements) {
    for (JsonNode agreement : agreements) {
      if (agreement.path("incumbent").asText().startsWith("item-knn@")) {
        return agreement;
      }
    }
    return agreements.path(0).path("none");
  }

  private static JsonNode find(JsonNode answer) {
    for (JsonNode strategy : answer.path("strategies")) {
      if (strategy.path("name").asText().equals("transformer")) {
        return strategy;
      }
    }
    throw new AssertionError(answer.toString());
  }

  @Test
  @Order(4)
  void aTrainingThatIsKilledLeavesNoModel() throws Exception {
    Path file = folder.resolve("killed.model");
    int before = history().size();
    Command command =
        train(folder.resolve("killed.json"), "--model", file.toString(), "--set", "epochs=400");
    Waiting.until(
        "it trains", command::said, said -> said.contains("pass") || said.contains("reading"));
    command.process().destroyForcibly().waitFor();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("killed.model") && !name.contains("checkpoint"));
    }
    assertThat(history()).hasSize(before);
  }

  /** Its snapshot is of another beginning, and must not take the place of what was promoted. */
  @Test
  @Order(6)
  void aLearnerBeginsFromWhatWasPromotedAndNotFromWhatItHadLearned() throws Exception {
    installation.place(PLACEMENT, "item-knn", "ppo", UNHURRIED_MILLIS);
    Waiting.until(
        "ppo composes", this::offer, answer -> answer.path("strategy").asText().contains("+ppo@"));
    installation.restart();
    int shop = installation.shop().number();
    byte[] learned = snapshot(Snapshots.ofLearner("ppo", shop, ""));
    Path file = Files.write(folder.resolve("ppo.model"), learned);
    Program.await(models().promote(installation.shop(), "ppo", file, "{}", "a test", "a test"));
    Waiting.until(
        "the model serves", this::offer, answer -> answer.path("model").asText().equals("ppo/1"));
    installation.restart();
    assertThat(snapshot(Snapshots.ofLearner("ppo", shop, "ppo/1"))).isNotEmpty();
    assertThat(snapshot(Snapshots.ofLearner("ppo", shop, ""))).isEqualTo(learned);
    assertThat(offer().path("model").asText()).isEqualTo("ppo/1");
  }

  private byte[] snapshot(String name) {
    return Program.await(installation.store().snapshots().get(name))
        .orElseThrow(() -> new AssertionError("there is no " + name))
        .data()
        .getBytes();
  }

  @Test
  @Order(5)
  void aRetiredModelServesNoMore() {
    installation.place(PLACEMENT, "transformer", "genetic", UNHURRIED_MILLIS);
    Program.await(models().retire(installation.shop(), "transformer", "a test", "not needed"));
    Waiting.until("no model serves", this::offer, answer -> answer.path("model").isNull());
    Program.await(models().revert(installation.shop(), "transformer", 1, "a test", "back"));
    Waiting.until(
        "the first serves again",
        this::offer,
        answer -> answer.path("model").asText().startsWith("transformer/"));
  }

  /** The one line that tells what failed. */
  private static String told(String said) {
    assertThat(said).doesNotContain("\tat ");
    List<String> lines = said.lines().filter(line -> line.startsWith("pannier: ")).toList();
    assertThat(lines).as(said).hasSize(1);
    return lines.getFirst();
  }

  /** What a person sees is one line with the code; the trace is for who asks for it. */
  @Test
  @Order(7)
  void aModelFileThatCannotBeReadIsToldInOneLine() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.model"), "no model at all");
    Program.await(
        models().promote(installation.shop(), "transformer", bad, "{}", "a test", "a test"));
    try {
      String trained = train(folder.resolve("bad.json"), "--promote").ends(1);
      assertThat(told(trained)).startsWith("pannier: MODEL_FILE_").contains("transformer@", "made");
      String judged = gate(bad).ends(1);
      assertThat(told(judged)).startsWith("pannier: ").contains("MODEL_FILE_", "ppo@", "made");
      assertThat(gate(bad, "--verbose").ends(1)).contains("\tat io.pannier.");
    } finally {
      Program.await(models().retire(installation.shop(), "transformer", "a test", "it is broken"));
    }
  }

  private Command gate(Path model, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("gate", "--strategy", "ppo", "--model", model.toString()));
    command.addAll(List.of("--config", installation.config().toString()));
    command.addAll(List.of("--shop", installation.shop().name(), "--placement", PLACEMENT));
    command.addAll(List.of(more));
    return Command.start(command.toArray(String[]::new));
  }
}
