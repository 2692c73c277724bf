package io.pannier.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code strategies}: what a running installation's strategies are doing. */
@Command(
    name = "strategies",
    description = {
      "Shows the strategies of a running installation: versions, models, where they serve,",
      "and how often those in shadow would have chosen what was shown."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StrategiesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--shop", paramLabel = "S", description = "The shop. Default: the demo's.")
  private @Nullable String shop;

  @Mixin private ServerAccess server = new ServerAccess();
  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    JsonNode answer;
    try (ShopInterface shopInterface = new ShopInterface(server.resolve(shop))) {
      answer = shopInterface.get("strategies");
    }
    TextTable table = new TextTable("strategy", "version", "model", "live in", "in shadow in");
    TextTable agreement =
        new TextTable(
            "placement", "in shadow", "agrees with", "compared", "first choice", "overlap");
    boolean compared = false;
    for (JsonNode strategy : answer.path("strategies")) {
      table.row(
          strategy.path("name").asText(),
          strategy.path("version").asText("not installed"),
          strategy.path("model").asText("-"),
          words(strategy.path("live")),
          words(strategy.path("shadow")));
      for (JsonNode each : strategy.path("agreement")) {
        compared = true;
        agreement.row(
            each.path("placement").asText(),
            each.path("strategy").asText(),
            each.path("incumbent").asText(),
            String.format(Locale.ROOT, "%,d", each.path("compared").asLong()),
            share(each),
            percent(each.path("overlap").asDouble()));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table.render());
    if (compared) {
      out.println();
      out.print(agreement.render());
    }
    out.flush();
    json.write(answer);
    return 0;
  }

  private static String share(JsonNode agreement) {
    double share = agreement.path("agreed").asDouble() / agreement.path("compared").asDouble();
    return percent(share)
        + " ("
        + percent(agreement.path("lower").asDouble())
        + " to "
        + percent(agreement.path("upper").asDouble())
        + ")";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String words(JsonNode names) {
    List<String> words = new ArrayList<>();
    names.forEach(name -> words.add(name.asText()));
    return words.isEmpty() ? "-" : String.join(", ", words);
  }
}
