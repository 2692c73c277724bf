package io.pannier.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test starts and waits for. */
final class ChildProcess {
  /**
   * How it ended.
   *
   * @param status of the exit
   * @param output both streams
   */
  record Result(int status, String output) {
    /** The output, or an error that shows it if the program failed. */
    String requireSuccess() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + "\n" + output);
      }
      return output;
    }
  }

  private ChildProcess() {}

  static Result run(List<String> command, Map<String, String> environment, Duration limit) {
    try {
      Path output = Files.createTempFile("pannier-child", ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + limit + "\n" + read(output));
      }
      Result result = new Result(process.exitValue(), read(output));
      Files.delete(output);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(command + " cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  /** Another JVM with this one's class path. */
  static Result java(
      Class<?> main,
      List<String> flags,
      List<String> arguments,
      Map<String, String> environment,
      Duration limit) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return run(command, environment, limit);
  }
}
