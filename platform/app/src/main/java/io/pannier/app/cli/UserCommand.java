package io.pannier.app.cli;

import io.pannier.app.Passwords;
import io.pannier.app.Program;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.Role;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user}: accounts of people, of an installation that {@code serve} runs. */
@Command(
    name = "user",
    description = "Makes accounts of people.",
    mixinStandardHelpOptions = true,
    subcommands = UserCommand.Create.class)
final class UserCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** {@code user create}. */
  @Command(
      name = "create",
      description = {
        "Makes an account. At a terminal the password is asked for; elsewhere a random one is made"
            + " and printed, and cannot be shown again.",
        "Accounts are for the web console at /console: viewers see everything, operators change"
            + " placements and strategies, admins also make accounts and keys."
      },
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
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "What the person may do: viewer, operator or admin.")
    private Role role = Role.VIEWER;

    @Parameters(paramLabel = "NAME", description = "Name: 1 to 64 of a-z, 0-9 and . _ @ -")
    private String name = "";

    @Override
    public Integer call() {
      String given =
          Optional.ofNullable(System.console())
              .filter(Console::isTerminal)
              .map(this::ask)
              .orElse("");
      String password = given.isEmpty() ? Passwords.random() : given;
      try (OpenStore open = new OpenStore(config)) {
        Account made = Program.await(open.store().accounts().create(name, password, role));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("account %s, %s%n", made.name(), made.role().wireName());
        if (given.isEmpty()) {
          out.println("password " + password);
        }
        out.flush();
      }
      return 0;
    }

    private String ask(Console terminal) {
      char[] first = terminal.readPassword("Password of %s: ", name);
      char[] second = terminal.readPassword("The same again: ");
      if (first == null || second == null || !Arrays.equals(first, second)) {
        throw new PannierException(StandardErrorCode.FIELD_INVALID, "the two passwords differ");
      }
      if (first.length == 0) {
        throw new PannierException(StandardErrorCode.FIELD_INVALID, "the password is empty");
      }
      return new String(first);
    }
  }
}
