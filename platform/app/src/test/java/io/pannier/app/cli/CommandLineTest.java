package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {
  @Test
  void everyCommandHasHelpThatSaysWhatItIs() {
    assertEveryCommandHasHelp(CommandLineFactory.create(), List.of());
  }

  private static void assertEveryCommandHasHelp(CommandLine command, List<String> path) {
    String[] args = Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as("%s", path).isZero();
    assertThat(run.out()).as("%s", path).contains("Usage: pannier").contains("--verbose");
    assertThat(command.getCommandSpec().usageMessage().description()).as("%s", path).isNotEmpty();
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      List<String> deeper = Stream.concat(path.stream(), Stream.of(sub.getKey())).toList();
      assertEveryCommandHasHelp(sub.getValue(), deeper);
    }
  }

  @Test
  void theCommandsOfTheContractAreThere() {
    assertThat(CommandLineFactory.create().getSubcommands().keySet())
        .contains("demo", "watch", "serve", "import", "shop", "key", "optimize", "bench");
  }

  @Test
  void wrongUsageIsToldInOneLineAndExitsWithTwo() {
    for (List<String> args :
        List.of(List.<String>of(), List.of("no-such-command"), List.of("--no-such-option"))) {
      CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", args).isEqualTo(2);
      assertThat(run.err().lines()).as("%s", args).hasSize(1);
      assertThat(run.err()).startsWith("pannier: ").contains("; expected: pannier ");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void failuresAreToldByCodeAndWithoutTheirWrapping() {
    PannierException failure =
        new PannierException(StandardErrorCode.SHOP_UNKNOWN, "there is no shop 'x'");
    assertThat(CommandLineFactory.message(new CompletionException(failure)))
        .isEqualTo("SHOP_UNKNOWN: there is no shop 'x'");
    assertThat(CommandLineFactory.message(new NoSuchFileException("a.csv")))
        .isEqualTo("there is no file a.csv");
  }
}
