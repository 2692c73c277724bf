package io.pannier.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code placement}: which strategies make a placement's offers; makes one live in one step. */
@Command(
    name = "placement",
    description = {
      "Shows a placement of a running installation, or changes which strategies make its offers.",
      "A change takes effect at once and is a revision with its reason."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PlacementCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The placement, such as cart.")
  private String name = "";

  @Option(names = "--scoring", paramLabel = "A", description = "Strategy that names candidates.")
  private @Nullable String scoring;

  @Option(names = "--fallback", paramLabel = "A", description = "Answers when that one cannot.")
  private @Nullable String fallback;

  @Option(names = "--bundling", paramLabel = "A", description = "Strategy that makes bundles.")
  private @Nullable String bundling;

  @Option(
      names = "--shadow",
      split = ",",
      paramLabel = "A,B",
      description = "Strategies that are compared and not shown; empty for none.")
  private @Nullable List<String> shadow;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Required for a change.")
  private @Nullable String reason;

  @Option(names = "--shop", paramLabel = "S", description = "The shop. Default: the demo's.")
  private @Nullable String shop;

  @Mixin private ServerAccess server = new ServerAccess();
  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    ObjectNode change = change();
    boolean changes = !change.isEmpty();
    if (changes && reason == null) {
      throw new ParameterException(spec.commandLine(), "a change needs --reason TEXT");
    }
    JsonNode answer;
    try (ShopInterface shopInterface = new ShopInterface(server.resolve(shop))) {
      answer =
          changes
              ? shopInterface.put("placements/" + name, change.put("reason", reason))
              : shopInterface.get("placements/" + name);
    }
    TextTable table = new TextTable("placement " + name, "revision " + answer.path("revision"));
    for (String field : List.of("scoring", "fallback", "complementarity", "bundling")) {
      table.row(field, answer.path(field).asText());
    }
    StringBuilder shadows = new StringBuilder();
    answer
        .path("shadow")
        .forEach(each -> shadows.append(shadows.isEmpty() ? "" : ", ").append(each.asText()));
    table.row("shadow", shadows.isEmpty() ? "-" : shadows.toString());
    PrintWriter out = spec.commandLine().getOut();
    out.print(table.render());
    out.flush();
    json.write(answer);
    return 0;
  }

  private ObjectNode change() {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    put(change, "scoring", scoring);
    put(change, "fallback", fallback);
    put(change, "bundling", bundling);
    if (shadow != null) {
      ArrayNode names = change.putArray("shadow");
      shadow.stream().map(String::strip).filter(each -> !each.isEmpty()).forEach(names::add);
    }
    return change;
  }

  private static void put(ObjectNode change, String field, @Nullable String value) {
    if (value != null) {
      change.put(field, value);
    }
  }
}
