package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong usage ends before any plugin is loaded. */
class TrainCommandTest {
  @TempDir private Path folder;

  private CommandLineRun train(String... more) throws IOException {
    Path data = Files.writeString(folder.resolve("orders.csv"), "nothing");
    String[] args = new String[5 + more.length];
    String[] fixed = {"train", "--strategy", "transformer", "--data", data.toString()};
    System.arraycopy(fixed, 0, args, 0, fixed.length);
    System.arraycopy(more, 0, args, fixed.length, more.length);
    return CommandLineRun.of(args);
  }

  @Test
  void goingOnNeedsAPlaceToGoOnFrom() throws IOException {
    CommandLineRun run = train("--promote", "--resume");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--resume needs --model FILE or --checkpoint FILE");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void goingOnFromNothingIsToldByCode() throws IOException {
    String model = folder.resolve("m.model").toString();
    CommandLineRun run = train("--model", model, "--resume");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("pannier: NOT_FOUND: there is no checkpoint")
        .contains("m.model.checkpoint");
    String place = folder.resolve("there").toString();
    CommandLineRun named = train("--model", model, "--checkpoint", place, "--resume");
    assertThat(named.err()).contains("NOT_FOUND", place);
  }

  @Test
  void aCheckpointThatWouldBeReplacedIsTold() throws IOException {
    Path checkpoint = Files.writeString(folder.resolve("m.checkpoint"), "of an hour's work");
    CommandLineRun run = train("--model", folder.resolve("m").toString());
    assertThat(run.exitCode()).as("the data are none").isEqualTo(1);
    assertThat(run.err()).contains("m.checkpoint is of a training that was interrupted");
    assertThat(checkpoint).hasContent("of an hour's work");
  }

  @Test
  void helpTellsHowToGoOn() throws IOException {
    assertThat(train("--help").out()).contains("--resume", "--checkpoint=FILE");
  }
}
