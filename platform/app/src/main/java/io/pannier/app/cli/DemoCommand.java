package io.pannier.app.cli;

import io.pannier.app.Credentials;
import io.pannier.app.Logs;
import io.pannier.app.demo.Demo;
import io.pannier.app.demo.DemoOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code demo}: everything on one machine. */
@Command(
    name = "demo",
    description = {
      "Starts everything on this machine: database, a shop with a past, strategies, shoppers.",
      "A second start on the same --data keeps all of it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of HTTP and WebSocket; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Folder that keeps everything, default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @ArgGroup(exclusive = false, heading = "The shop's past (a simulated one without these):%n")
  private @Nullable Past past;

  /** The two options that only make sense together. */
  static final class Past {
    @Option(names = "--orders", required = true, paramLabel = "FILE", description = "Past orders.")
    private Path orders = Path.of("");

    @Option(
        names = "--format",
        required = true,
        paramLabel = "F",
        completionCandidates = ImportCommand.Formats.class,
        description = "Format of FILE: ${COMPLETION-CANDIDATES}.")
    private String format = "";
  }

  @Option(
      names = "--products",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Size of the simulated shop's catalogue, default: ${DEFAULT-VALUE}.")
  private int products;

  @Option(names = "--no-text", description = "Load no language model for the products' texts.")
  private boolean noText;

  @Option(
      names = "--shoppers",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Simulated shoppers who come and go in the background, default: ${DEFAULT-VALUE}.")
  private int shoppers;

  @Override
  public Integer call() throws Exception {
    if (past != null && !Files.exists(past.orders)) {
      throw new NoSuchFileException(past.orders.toString());
    }
    if (products < 10 || shoppers < 0) {
      throw new ParameterException(
          spec.commandLine(), "--products must be at least 10, --shoppers at least 0");
    }
    Logs.forPeople(root.verbose());
    DemoOptions options =
        new DemoOptions(
            data.toAbsolutePath().normalize(),
            port,
            past == null ? null : past.orders.toAbsolutePath(),
            past == null ? "" : past.format,
            products,
            shoppers,
            !noText);
    Demo demo =
        Demo.start(options, (what, source, access) -> OrderImport.run(what, source, access, 4));
    UntilStopped.closing(demo);
    welcome(demo);
    UntilStopped.waitFor();
    return 0;
  }

  private void welcome(Demo demo) {
    Credentials credentials = demo.credentials();
    PrintWriter out = spec.commandLine().getOut();
    String folder = data.toString().equals("data") ? "" : " --data " + data;
    out.println("ready " + credentials.url());
    out.println("  a shop:        " + demo.shop());
    String password =
        demo.newAdmin()
            ? credentials.adminPassword()
            : "as in " + Credentials.file(data) + " unless it was changed";
    out.println("  the console:   " + credentials.url() + "/console/");
    out.println("                 account " + credentials.adminUser() + ", password " + password);
    out.println("  a playground:  " + demo.playground());
    out.println("  in a terminal: ops/pannier watch" + folder);
    out.println("  by HTTP:       KEY=$(jq -r .apiKey " + Credentials.file(data) + ")");
    out.println(
        "                 curl -sH \"Authorization: Bearer $KEY\" -H 'Content-Type:"
            + " application/json' \\");
    out.println(
        "                   -d '{\"placement\":\"home\",\"shopper\":\"me\",\"cart\":[]}' "
            + credentials.url()
            + "/v1/shops/demo/offers");
    out.println("  metrics, docs: " + credentials.url() + "/metrics and /v1/openapi.yaml");
    out.println("  stop:          Ctrl-C; everything stays in " + data);
    out.flush();
  }
}
