package io.pannier.app.cli;

import io.pannier.app.Logs;
import io.pannier.spi.PannierException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** Makes the command line and decides what a wrong usage and a failure look like. */
public final class CommandLineFactory {
  private CommandLineFactory() {}

  /** A fresh command line; one execution each. */
  public static CommandLine create() {
    PannierCommand root = new PannierCommand();
    CommandLine line = new CommandLine(root);
    Commands.all().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionStrategy(
        parsed -> {
          // Before anything logs: stdout is for results.
          Logs.forPeople(root.verbose());
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setParameterExceptionHandler((e, args) -> misused(e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(e, command, root.verbose()));
    return line;
  }

  private static int misused(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String what = message(e).lines().findFirst().orElse("wrong usage");
    command
        .getErr()
        .println(
            command.getCommandSpec().qualifiedName(" ")
                + ": "
                + Character.toLowerCase(what.charAt(0))
                + what.substring(1)
                + "; expected: "
                + synopsis(command)
                + " (more with --help)");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(Exception e, CommandLine command, boolean verbose) {
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().println("pannier: " + message(e));
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The usage in one line: what is required, then that there are options. */
  private static String synopsis(CommandLine command) {
    StringBuilder synopsis = new StringBuilder(command.getCommandSpec().qualifiedName(" "));
    if (!command.getSubcommands().isEmpty()) {
      return synopsis
          .append(' ')
          .append(String.join(" | ", command.getSubcommands().keySet()))
          .toString();
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.required()) {
        synopsis.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
      }
    }
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      synopsis.append(' ').append(parameter.paramLabel());
    }
    return synopsis.append(" [options]").toString();
  }

  /** One line: the code where there is one, and what happened. */
  static String message(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (cause instanceof PannierException pannier) {
      return pannier.code().name() + ": " + message;
    } else if (cause instanceof NoSuchFileException) {
      return "there is no file " + message;
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
