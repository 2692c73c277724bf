package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.app.ShopSetup;
import io.pannier.messages.Shop;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shop}: shops of an installation that {@code serve} runs. */
@Command(
    name = "shop",
    description = "Makes shops.",
    mixinStandardHelpOptions = true,
    subcommands = ShopCommand.Create.class)
final class ShopCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** {@code shop create}. */
  @Command(
      name = "create",
      description = "Makes a shop with the standard placements.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration of the installation.")
    private Path config = Path.of("");

    @Option(
        names = "--currency",
        required = true,
        paramLabel = "CODE",
        description = "The shop's only currency, ISO 4217, for example EUR.")
    private String currency = "";

    @Parameters(paramLabel = "NAME", description = "Name: 1 to 64 of a-z, 0-9 and -.")
    private String name = "";

    @Override
    public Integer call() {
      try (OpenStore open = new OpenStore(config)) {
        Shop shop = Program.await(ShopSetup.create(open.store(), name, currency));
        spec.commandLine()
            .getOut()
            .printf("shop %s, number %d, %s%n", shop.name(), shop.number(), shop.currency());
      }
      return 0;
    }
  }
}
