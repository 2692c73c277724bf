package io.pannier.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: figures beside their goals. */
@Command(
    name = "bench",
    description = "Measures on this machine and prints figures beside their goals.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchServingCommand.class,
      BenchStorefrontCommand.class,
      BenchIngestionCommand.class,
      BenchKernelsCommand.class,
      BenchOptimizerCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no benchmark named");
  }
}
