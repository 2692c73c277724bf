package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.config.PannierConfig;
import io.pannier.laboratory.load.ImportResult;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: a catalogue and past orders into an installation, running or not. */
@Command(
    name = "import",
    description = {
      "Sends a catalogue and past orders to a running installation.",
      "With --config, where none runs: into the database that the configuration names."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  /** The names that {@code --format} completes and explains. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OrderFormats.names().iterator();
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "F",
      completionCandidates = Formats.class,
      description = "Format of the file: ${COMPLETION-CANDIDATES}.")
  private String format = "";

  @Option(
      names = "--shop",
      paramLabel = "S",
      description = "Shop that takes it. Default: the demo's.")
  private @Nullable String shop;

  @Parameters(paramLabel = "FILE", description = "The file, also compressed with gzip.")
  private Path file = Path.of("");

  @Option(
      names = "--last-order-day",
      paramLabel = "DAY",
      description = "Move all times by whole days, so that the last order falls on this UTC day.")
  private @Nullable LocalDate lastOrderDay;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description =
          "Seed of what is derived because the file lacks it (costs, stock), default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--concurrency",
      defaultValue = "4",
      description = "Requests under way at once, default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @ArgGroup(exclusive = false, heading = "Without a running installation:%n")
  private @Nullable Standstill standstill;

  /** The options for a database that nobody serves. */
  static final class Standstill {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description =
            "Configuration of the installation, which must not be running. --shop is required;"
                + " a shop that does not exist is made.")
    private Path config = Path.of("");

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        description = "Currency of a shop that is made, ISO 4217, for example EUR.")
    private @Nullable String currency;
  }

  @Mixin private ServerAccess server = new ServerAccess();
  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    ImportResult result = standstill == null ? send(server.resolve(shop)) : sendInto(standstill);
    print(result);
    json.write(json(result));
    return 0;
  }

  private ImportResult send(ShopAccess access) {
    OrderOptions options =
        new OrderOptions(seed, OrderOptions.defaults().batchSize(), lastOrderDay);
    return OrderImport.run(
        "importing " + file.getFileName(),
        OrderFormats.open(format, file, options),
        access,
        concurrency);
  }

  private ImportResult sendInto(Standstill options) {
    if (shop == null) {
      throw new ParameterException(spec.commandLine(), "--config needs --shop S");
    }
    PannierConfig config = PannierConfig.read(options.config);
    try (ClosedInstallation closed =
        ClosedInstallation.start(config, shop, Optional.ofNullable(options.currency))) {
      ImportResult result = send(closed.access());
      closed.settle();
      return result;
    }
  }

  private void print(ImportResult result) {
    PrintWriter out = spec.commandLine().getOut();
    OrderReport source = result.source();
    out.printf(
        "%,d products and %,d events taken in %.1f s; %,d were there before, %,d refused%n",
        result.products(),
        result.events(),
        result.seconds(),
        result.duplicates(),
        result.rejected());
    source.skipped().forEach((why, count) -> out.printf("left out: %,d rows, %s%n", count, why));
    List<String> problems = new ArrayList<>();
    source.firstBroken().forEach(row -> problems.add("line " + row.line() + ": " + row.reason()));
    problems.addAll(result.firstRejections());
    if (source.broken() + result.rejected() > 0) {
      out.printf("%,d rows could not be understood%n", source.broken());
      problems.stream().limit(SHOWN).forEach(problem -> out.println("  " + problem));
      if (problems.size() > SHOWN) {
        out.println("  … more with --json");
      }
    }
    out.flush();
  }

  private static ObjectNode json(ImportResult result) {
    OrderReport source = result.source();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("products", result.products())
        .put("events", result.events())
        .put("duplicates", result.duplicates())
        .put("rejected", result.rejected())
        .put("seconds", result.seconds())
        .put("rows", source.rows())
        .put("orders", source.orders())
        .put("shoppers", source.shoppers())
        .put("shiftDays", source.shiftDays())
        .put("broken", source.broken());
    ObjectNode skipped = node.putObject("skipped");
    source.skipped().forEach(skipped::put);
    var broken = node.putArray("brokenRows");
    source
        .firstBroken()
        .forEach(row -> broken.addObject().put("line", row.line()).put("reason", row.reason()));
    var rejections = node.putArray("rejections");
    result.firstRejections().forEach(rejections::add);
    return node;
  }
}
