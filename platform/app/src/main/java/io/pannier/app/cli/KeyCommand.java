package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.gateway.Scopes;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code key}: API keys of an installation that {@code serve} runs. */
@Command(
    name = "key",
    description = "Makes API keys.",
    mixinStandardHelpOptions = true,
    subcommands = KeyCommand.Create.class)
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** {@code key create}. */
  @Command(
      name = "create",
      description = "Makes an API key and prints it; it cannot be shown again.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    /** The names that {@code --scopes} explains. */
    static final class ScopeNames implements Iterable<String> {
      @Override
      public Iterator<String> iterator() {
        return new TreeSet<>(Scopes.ALL).iterator();
      }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration of the installation.")
    private Path config = Path.of("");

    @Option(
        names = "--shop",
        required = true,
        paramLabel = "S",
        description = "The only shop that the key opens.")
    private String shop = "";

    @Option(
        names = "--label",
        defaultValue = "command line",
        description = "What the key is for, default: ${DEFAULT-VALUE}.")
    private String label = "";

    @Option(
        names = "--scopes",
        split = ",",
        paramLabel = "SCOPE",
        completionCandidates = ScopeNames.class,
        description = "What it may do: ${COMPLETION-CANDIDATES}. Default: events,offers.")
    private Set<String> scopes = Set.of(Scopes.EVENTS, Scopes.OFFERS);

    @Override
    public Integer call() {
      for (String scope : scopes) {
        if (!Scopes.ALL.contains(scope)) {
          throw new ParameterException(
              spec.commandLine(),
              "there is no scope '" + scope + "'; known are " + new TreeSet<>(Scopes.ALL));
        }
      }
      try (OpenStore open = new OpenStore(config)) {
        String key = Program.await(open.store().apiKeys().create(shop, label, scopes));
        spec.commandLine().getOut().println(key);
      }
      return 0;
    }
  }
}
