package io.pannier.app.cli;

import io.pannier.app.Logs;
import io.pannier.app.Program;
import io.pannier.app.config.PannierConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: the program on the services that its configuration names. */
@Command(
    name = "serve",
    description = "Serves on the database and the services that the configuration names.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration: see config/reference.md.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    PannierConfig config = PannierConfig.read(file);
    Logs.configure(config.logging());
    Program program = Program.start(config, store -> Future.succeededFuture());
    UntilStopped.closing(program);
    spec.commandLine().getOut().println("ready http://localhost:" + program.port());
    spec.commandLine().getOut().flush();
    UntilStopped.waitFor();
    return 0;
  }
}
