package io.pannier.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pannier.app.Program;
import io.pannier.messages.Shop;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code model}: the models of a shop's strategies. */
@Command(
    name = "model",
    description = "Shows and changes which model files serve; train makes new ones.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelCommand.History.class,
      ModelCommand.Revert.class,
      ModelCommand.Retire.class
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** What all of them need to know. */
  abstract static class OfStrategy implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--strategy",
        required = true,
        paramLabel = "NAME",
        description = "Whose models.")
    private String strategy = "";

    @Option(
        names = "--data",
        paramLabel = "DIR",
        defaultValue = "data",
        description = "Folder of a running demo, without --config. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    @Mixin private ShopStore place = new ShopStore();

    @Override
    public Integer call() throws IOException {
      try (OpenStore open = place.open(data)) {
        run(open.store().models(), place.shop(open, data), strategy);
      }
      return 0;
    }

    abstract void run(Models models, Shop shop, String strategy) throws IOException;

    void say(String text) {
      spec.commandLine().getOut().println(text);
      spec.commandLine().getOut().flush();
    }

    static String author() {
      return System.getProperty("user.name");
    }
  }

  /** {@code model history}. */
  @Command(
      name = "history",
      description = "Every model that was proposed, newest first, and why it serves or not.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class History extends OfStrategy {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Mixin private JsonFile json = new JsonFile();

    @Override
    void run(Models models, Shop shop, String strategy) throws IOException {
      List<ModelRevision> revisions = Program.await(models.history(shop, strategy));
      @Nullable ModelRevision current = models.current(shop.number(), strategy).orElse(null);
      TextTable table = new TextTable("model", "made at", "state", "by", "why");
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      for (ModelRevision revision : revisions) {
        String state = state(revision, current);
        String why = MAPPER.readTree(revision.verdict()).path("why").asText(revision.reason());
        table.row(revision.id(), revision.madeAt().toString(), state, revision.author(), why);
        all.addObject()
            .put("model", revision.id())
            .put("madeAt", revision.madeAt().toString())
            .put("state", state)
            .put("author", revision.author())
            .put("reason", revision.reason())
            .put("sha256", revision.file())
            .set("verdict", MAPPER.readTree(revision.verdict()));
      }
      say(revisions.isEmpty() ? strategy + " never had a model" : table.render().stripTrailing());
      json.write(JsonNodeFactory.instance.objectNode().set("models", all));
    }

    private static String state(ModelRevision revision, @Nullable ModelRevision current) {
      if (!revision.promoted()) {
        return revision.held() ? "held" : "refused";
      } else if (current != null && revision.revision() == current.revision()) {
        return revision.file() == null ? "no model" : "in service";
      }
      return "replaced";
    }
  }

  /** {@code model revert}. */
  @Command(
      name = "revert",
      description = "Puts an earlier model in service again, as a new revision.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Revert extends OfStrategy {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "N",
        description = "Revision that serves again.")
    private long revision;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Written down with it.")
    private String reason = "";

    @Override
    void run(Models models, Shop shop, String strategy) {
      Future<ModelRevision> made = models.revert(shop, strategy, revision, author(), reason);
      say("in service as " + Program.await(made).id());
    }
  }

  /** {@code model retire}. */
  @Command(
      name = "retire",
      description = "Takes the model out of service; the strategy goes on without one.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Retire extends OfStrategy {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Written down with it.")
    private String reason = "";

    @Override
    void run(Models models, Shop shop, String strategy) {
      say("retired as " + Program.await(models.retire(shop, strategy, author(), reason)).id());
    }
  }
}
