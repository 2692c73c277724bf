package io.pannier.app.cli;

import io.pannier.app.Credentials;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A demo in a Java process and a temporary folder of its own: a load generator that shared its heap
 * and compiler with the server would measure itself.
 */
final class DemoProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 60;
  private static final String READY = "ready ";

  private final List<String> demoOptions;
  private final Path data;
  private final ShopAccess access;
  private Process process;

  private DemoProcess(List<String> demoOptions, Process process, Path data, ShopAccess access) {
    this.demoOptions = demoOptions;
    this.process = process;
    this.data = data;
    this.access = access;
  }

  /** Starts it and waits until it serves. */
  static DemoProcess start(List<String> demoOptions) throws IOException {
    Path data = Files.createTempDirectory("pannier-bench-");
    Process process = launch(demoOptions, data, 0);
    try {
      return new DemoProcess(demoOptions, process, data, awaitReady(process, data));
    } catch (IOException | RuntimeException e) {
      stop(process);
      delete(data);
      throw e;
    }
  }

  private static Process launch(List<String> demoOptions, Path data, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("demo", "--port", Integer.toString(port), "--shoppers", "0"));
    command.addAll(List.of("--data", data.toString()));
    // Encoding the catalogue is no part of what is measured, and would take half a core meanwhile.
    command.add("--no-text");
    command.addAll(demoOptions);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  ShopAccess access() {
    return access;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it in order, by SIGTERM. */
  void stop() {
    stop(process);
  }

  /** Ends it by SIGKILL; its database lives on as an orphan until the next start. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again after it was ended, on the same data and port, and waits until it serves. */
  void startAgain() throws IOException {
    process = launch(demoOptions, data, access.port());
    awaitReady(process, data);
  }

  /** The store of the demo, for what HTTP does not tell. */
  OpenStore openStore() {
    return new OpenStore(
        EmbeddedPostgres.running(data)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.STORE_UNAVAILABLE,
                        "the database of the demo under test is not running")));
  }

  private static ShopAccess awaitReady(Process process, Path data) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        Credentials credentials = Credentials.read(data).orElseThrow();
        return new ShopAccess(
            URI.create(credentials.url()), credentials.shop(), credentials.apiKey());
      }
    }
    throw new PannierException(
        StandardErrorCode.INTERNAL_ERROR, "the demo under test ended; what it said is above");
  }

  @Override
  public void close() throws IOException {
    stop(process);
    delete(data);
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
