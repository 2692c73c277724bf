package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        .contains("demo", "watch", "serve", "import", "shop", "user", "key");
    assertThat(CommandLineFactory.create().getSubcommands().keySet())
        .contains("optimize", "bench", "plugin");
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

  @Test
  void aNewPluginIsWrittenAndAZipThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
    CommandLineRun made = CommandLineRun.of("plugin", "new", "--in", folder.toString(), "my-own");
    assertThat(made.exitCode()).isZero();
    assertThat(folder.resolve("my-own").resolve("pom.xml")).exists();
    Path zip = Files.writeString(folder.resolve("no.zip"), "not a zip");
    CommandLineRun refused = CommandLineRun.of("plugin", "verify", zip.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).contains("PLUGIN_INVALID");
  }
}
