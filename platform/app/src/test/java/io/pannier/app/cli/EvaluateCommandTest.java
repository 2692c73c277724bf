package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong usage and wrong data end before any plugin is loaded. */
class EvaluateCommandTest {
  @TempDir private Path folder = Path.of("");

  private static CommandLineRun run(String protocol, Path data, String strategies, String... more) {
    String[] fixed = {
      "evaluate", "--protocol", protocol, "--data", data.toString(), "--strategies", strategies
    };
    String[] args = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, args, 0, fixed.length);
    System.arraycopy(more, 0, args, fixed.length, more.length);
    return CommandLineRun.of(args);
  }

  private static void misused(CommandLineRun run, String says) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(says, "; expected: pannier evaluate --protocol P");
  }

  @Test
  void wrongUsageExitsWithTwo() {
    misused(run("nope", folder, "popularity"), "known are within-basket, bundle-construction");
    misused(run("within-basket", folder, "ease,ease"), "names ease twice");
    misused(run("within-basket", folder, "ease,,tifu-knn"), "empty name");
    misused(run("within-basket", folder, "ease", "--format", "nope"), "known are online-retail");
    misused(run("within-basket", folder, "ease", "--seed", "x"), "x");
    misused(run("within-basket", folder, "ease", "--seed", "1", "--seeds", "0,1"), "exclude");
    misused(run("within-basket", folder, "ease", "--seeds", "1,2,1"), "names a seed twice");
    misused(run("within-basket", folder, "ease", "--seeds", "1,x"), "x");
    misused(run("within-basket", folder, "ease", "--set", "lambda=2"), "is of none of");
    misused(run("within-basket", folder, "ease", "--set", "tifu-knn.k=2"), "is of none of");
    misused(CommandLineRun.of("evaluate", "--protocol", "within-basket"), "missing required");
  }

  @Test
  void wrongDataExitsWithOneAndACode() throws IOException {
    Path file = Files.writeString(folder.resolve("note.txt"), "no data\n");
    CommandLineRun run = run("within-basket", file, "popularity");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("pannier: FORMAT_UNKNOWN: ")
        .contains("Expected online-retail");
    assertThat(run.out()).isEmpty();
    CommandLineRun missing = run("within-basket", folder.resolve("none"), "popularity");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).startsWith("pannier: FILE_FAILED: ");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsFoundOutFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("b.txt"), "a,b\na\n".repeat(20));
    Path json = folder.resolve("out.json");
    CommandLineRun run =
        run("within-basket", file, "popularity", "--json", json + "", "--report", folder + "");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("pannier: FILE_FAILED: Cannot write");
    assertThat(json).doesNotExist();
  }

  @Test
  void filesAreWholeOrAsTheyWere() throws IOException {
    Path file = folder.resolve("deep/result.json");
    WholeFile.check(file);
    WholeFile.write(file, "first");
    WholeFile.write(file, "second");
    assertThat(file).hasContent("second");
    assertThat(folder.resolve("deep").toFile().list()).containsExactly("result.json");
  }
}
