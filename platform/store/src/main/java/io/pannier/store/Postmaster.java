package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@code postmaster.pid} in a data folder says, and the process behind it. */
record Postmaster(long pid, int port, String status) {
  private static final String FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Empty where no server claims the folder. */
  static Optional<Postmaster> of(Path folder) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    long pid = Math.abs(number(lines, 0));
    int port = (int) number(lines, PORT_LINE);
    String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    return Optional.of(new Postmaster(pid, port, status));
  }

  /** 0 where the line is missing or half written. */
  private static long number(List<String> lines, int line) {
    try {
      return lines.size() > line ? Long.parseLong(lines.get(line).strip()) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  boolean ready() {
    return status.equals("ready");
  }

  /**
   * Makes the folder free: a server that outlived the process that started it is shut down, a file
   * that names a stranger's process is deleted.
   */
  static void evict(Path folder) throws IOException, InterruptedException {
    Optional<Postmaster> found = of(folder);
    if (found.isEmpty()) {
      return;
    }
    long pid = found.get().pid();
    if (serves(pid, folder)) {
      stop(pid);
    }
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /**
   * A fast shutdown; after 10 s an immediate one, which recovers from the log at the next start.
   */
  static void stop(long pid) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return;
    }
    signal(pid, "INT");
    if (!ended(process.get(), 10)) {
      signal(pid, "QUIT");
      if (!ended(process.get(), 10)) {
        process.get().destroyForcibly();
        if (!ended(process.get(), 10)) {
          throw new PannierException(
              StandardErrorCode.STORE_UNAVAILABLE,
              "embedded PostgreSQL: process " + pid + " does not end; end it by hand");
        }
      }
    }
  }

  /** True when the process is a postgres whose working folder, as always, is its data folder. */
  private static boolean serves(long pid, Path folder) {
    try {
      Path process = Path.of("/proc", Long.toString(pid));
      return Files.readString(process.resolve("comm")).strip().equals("postgres")
          && Files.readSymbolicLink(process.resolve("cwd")).equals(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean ended(ProcessHandle process, int seconds) throws InterruptedException {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
