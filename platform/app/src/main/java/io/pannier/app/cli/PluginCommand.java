package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.pluginhost.PluginSkeleton;
import io.pannier.pluginhost.PluginVerifier;
import io.pannier.pluginhost.VerificationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plugin}: for those who write strategies. */
@Command(
    name = "plugin",
    description = "Starts a strategy plugin, and holds a built one to the contract.",
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
      description = "Writes a plugin project that builds and passes the contract tests.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--in",
        paramLabel = "DIR",
        defaultValue = ".",
        description = "Where the folder NAME is made. Default: the current folder.")
    private Path in = Path.of(".");

    @Parameters(
        paramLabel = "NAME",
        description = "The strategy's name: lower case letters, digits and hyphens.")
    private String name = "";

    @Override
    public Integer call() {
      Path project = PluginSkeleton.write(in, name);
      PrintWriter out = spec.commandLine().getOut();
      out.println("wrote " + project + "; its README.md says how to build it");
      out.flush();
      return 0;
    }
  }

  /** {@code plugin verify}. */
  @Command(
      name = "verify",
      description = {
        "Puts a zip through all that an installation would before it lets it in: checksum,"
            + " manifest, SPI range, then the contract tests in a process of their own.",
        "Exits with 1 if it would be refused."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The plugin's zip.")
    private Path zip = Path.of("");

    @Mixin private JsonFile json = new JsonFile();

    @Override
    public Integer call() throws IOException {
      if (!Files.exists(zip)) {
        throw new NoSuchFileException(zip.toString());
      }
      VerificationReport report = PluginVerifier.verify(zip);
      print(report);
      json.write(json(report));
      return report.passed() ? 0 : 1;
    }

    private void print(VerificationReport report) {
      PrintWriter out = spec.commandLine().getOut();
      if (!report.checks().isEmpty()) {
        TextTable table = new TextTable("strategy", "promise", "", "millis");
        for (VerificationReport.Result check : report.checks()) {
          table.row(
              check.strategy(),
              check.check(),
              check.passed() ? "kept" : "BROKEN",
              Long.toString(check.millis()));
        }
        out.print(table.render());
      }
      report.checks().stream()
          .filter(check -> !check.passed())
          .forEach(check -> out.println(check.check() + ": " + check.message()));
      out.println(
          report.passed()
              ? report.plugin() + " is accepted"
              : report.plugin() + " is refused, " + report.code() + ": " + report.reason());
      out.flush();
    }

    private static ObjectNode json(VerificationReport report) {
      ObjectNode node =
          JsonNodeFactory.instance
              .objectNode()
              .put("plugin", report.plugin())
              .put("sha256", report.sha256())
              .put("accepted", report.passed())
              .put("code", report.passed() ? null : String.valueOf(report.code()))
              .put("reason", report.reason());
      ArrayNode checks = node.putArray("checks");
      for (VerificationReport.Result check : report.checks()) {
        checks
            .addObject()
            .put("strategy", check.strategy())
            .put("check", check.check())
            .put("passed", check.passed())
            .put("millis", check.millis())
            .put("message", check.message());
      }
      return node;
    }
  }
}
