package io.pannier.app.cli;

import io.pannier.app.Logs;
import io.pannier.pluginhost.PluginSkeleton;
import io.pannier.pluginhost.PluginVerifier;
import io.pannier.pluginhost.VerificationReport;
import io.pannier.spi.ErrorCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plugin}: strategies of one's own. */
@Command(
    name = "plugin",
    description = "Makes and verifies strategy plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {PluginCommand.New.class, PluginCommand.Verify.class})
final class PluginCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** {@code plugin new}. */
  @Command(
      name = "new",
      description = "Writes a skeleton that builds and passes the contract tests.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "NAME",
        description = "Name of the strategy: lower case letters, digits and hyphens.")
    private String name = "";

    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = ".",
        description = "Folder in which NAME is made, default: the current one.")
    private Path dir = Path.of(".");

    @Override
    public Integer call() {
      Path folder = PluginSkeleton.write(dir, name);
      PrintWriter out = spec.commandLine().getOut();
      out.println(folder);
      out.println("  build and test it: cd " + folder + " && mvn package");
      out.println("  once before that:  mvn -q install -DskipTests in Pannier's own folder");
      out.println("  then:              pannier plugin verify the zip in its target folder");
      return 0;
    }
  }

  /** {@code plugin verify}. */
  @Command(
      name = "verify",
      description =
          "Verifies a plugin as an installation does before it lets it in: checksum, contents,"
              + " contract tests in a JVM of their own.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE.zip", description = "The built plugin.")
    private Path zip = Path.of("");

    @Override
    public Integer call() {
      Logs.forPeople(false);
      VerificationReport report = PluginVerifier.verify(zip);
      PrintWriter out = spec.commandLine().getOut();
      for (VerificationReport.Result check : report.checks()) {
        out.printf(
            "  %s %s: %s%s%n",
            check.passed() ? "ok    " : "BROKEN",
            check.strategy(),
            check.check(),
            check.passed() ? "" : ": " + check.message());
      }
      ErrorCode code = report.code();
      out.println(
          code == null
              ? report.plugin() + " may enter, sha256 " + report.sha256()
              : report.plugin() + " is refused: " + code.name() + ", " + report.reason());
      return code == null ? 0 : 1;
    }
  }
}
