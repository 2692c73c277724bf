package io.pannier.app.crash;

import io.pannier.app.Credentials;
import io.pannier.laboratory.load.ShopAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a Java process of its own, which can be killed like any process. */
final class SubjectProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Path data;
  private final Path log;
  private final Process process;
  private final BufferedReader out;
  private final long startedAt = System.nanoTime();

  private SubjectProcess(Path data, Path log, Process process) {
    this.data = data;
    this.log = log;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it on a data folder and any port; does not wait. */
  static SubjectProcess start(Path data) throws IOException {
    return start(data, 0);
  }

  /** Starts it on a data folder and a port, 0 for any; does not wait. */
  static SubjectProcess start(Path data, int port) throws IOException {
    Path log = data.resolveSibling("subject.log");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpannier.home=" + home(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashSubject.class.getName(),
                data.toString(),
                Integer.toString(port))
            .redirectError(log.toFile())
            .start();
    return new SubjectProcess(data, log, process);
  }

  /** The root of the source tree, below which the plugins were built. */
  private static Path home() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();
  }

  /** Waits until it serves. */
  ShopAccess awaitReady() throws IOException {
    awaitLine(CrashSubject.READY);
    Credentials credentials = Credentials.read(data).orElseThrow();
    return new ShopAccess(URI.create(credentials.url()), credentials.shop(), credentials.apiKey());
  }

  /** Asks for the digest of its feature state. */
  long digest() throws IOException {
    var in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(CrashSubject.DIGEST + "\n");
    in.flush();
    return Long.parseLong(
        awaitLine(CrashSubject.DIGEST).substring(CrashSubject.DIGEST.length()).strip());
  }

  private String awaitLine(String prefix) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(prefix)) {
        return line;
      }
    }
    throw new AssertionError(
        "the program ended before it said '"
            + prefix
            + "'; its log says:\n"
            + Files.readString(log));
  }

  boolean alive() {
    return process.isAlive();
  }

  long ageMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
  }

  /** What it complained about since it started. */
  List<String> complaints() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
    }
  }

  /** SIGKILL to the Java process alone: its database lives on as an orphan. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends it in order. */
  void stop() throws IOException, InterruptedException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("the program did not stop in " + STOP_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
