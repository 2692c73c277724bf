package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as the launcher starts it, with what trains on its class path. */
record Command(Process process, Path output) {
  private static final long MOST_MINUTES = 5;

  static Command start(String... arguments) throws IOException {
    Path home = Path.of(System.getProperty("pannier.home"));
    Path platform = home.resolve("platform");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx2g",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-DDJL_CACHE_DIR=" + platform.resolve("learning/target/djl"),
            "-Dpannier.home=" + home,
            "-cp",
            platform.resolve("app/target/pannier.jar")
                + File.pathSeparator
                + platform.resolve("learning/target/pannier-learning.jar"),
            "io.pannier.app.cli.Main"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("pannier-command-", ".log");
    return new Command(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Waits for its end and looks at its exit status. */
  String ends(int status) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
      String said = said();
      assertThat(process.exitValue()).as(said).isEqualTo(status);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  String said() throws IOException {
    return Files.readString(output);
  }
}
