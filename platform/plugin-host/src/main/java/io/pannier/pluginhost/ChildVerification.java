package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs the contract checks on an unpacked plugin in a child JVM with a small heap and a time limit.
 * A plugin that exits, exhausts the memory or hangs does so there.
 */
final class ChildVerification {
  private static final int OUTPUT_KEPT = 2_000;

  private final VerificationConfig config;

  ChildVerification(VerificationConfig config) {
    this.config = config;
  }

  /**
   * @param resultFile where the child writes; must not exist
   * @return what was checked, whether it passed or not
   * @throws PannierException PLUGIN_VERIFICATION_FAILED if the child did not come to its end
   */
  List<VerificationReport.Result> run(Path unpacked, Path resultFile)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(command(unpacked, resultFile)).redirectErrorStream(true).start();
    String secret = UUID.randomUUID().toString();
    OutputTail output = new OutputTail(child.getInputStream());
    Thread reader = Thread.ofVirtual().start(output);
    boolean ended;
    try (OutputStream in = child.getOutputStream()) {
      try {
        in.write((secret + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
      } catch (IOException endedAlready) {
        // The exit status below says more.
      }
      // The pipe stays open: its end tells the child that this process is gone.
      ended = child.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
    reader.join(1_000);
    ResultLines lines = new ResultLines(resultFile);
    if (!ended) {
      throw failed(
          "the contract checks did not end within "
              + config.timeout().toSeconds()
              + " s"
              + after(lines),
          output);
    }
    String error = lines.error();
    if (!error.isEmpty()) {
      throw failed(error, output);
    }
    if (!lines.isDone(secret)) {
      throw failed(
          "the verifying process ended with status "
              + child.exitValue()
              + " in the middle of its work"
              + after(lines),
          output);
    }
    return lines.results();
  }

  private static String after(ResultLines lines) throws IOException {
    List<VerificationReport.Result> results = lines.results();
    return results.isEmpty() ? "" : ", after '" + results.getLast().check() + "'";
  }

  private static PannierException failed(String what, OutputTail output) {
    String said = output.text().strip();
    return new PannierException(
        StandardErrorCode.PLUGIN_VERIFICATION_FAILED,
        said.isEmpty() ? what : what + "; its output ends with: " + said);
  }

  private List<String> command(Path unpacked, Path resultFile) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + (config.heap() >> 20) + "m");
    command.add("-XX:MaxDirectMemorySize=" + (config.heap() >> 20) + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    // Modules that strategies may need are added on this process's command line.
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-modules=")) {
        command.add(argument);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(VerifierMain.class.getName());
    command.add(unpacked.toString());
    command.add(resultFile.toString());
    return command;
  }

  /** Reads all that the child prints, so that it never blocks, and keeps the end. */
  private static final class OutputTail implements Runnable {
    private final InputStream in;
    private final StringBuilder tail = new StringBuilder();

    private OutputTail(InputStream in) {
      this.in = in;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[4096];
      int read;
      try (in) {
        while ((read = in.read(buffer)) > 0) {
          synchronized (tail) {
            tail.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            tail.delete(0, Math.max(0, tail.length() - OUTPUT_KEPT));
          }
        }
      } catch (IOException e) {
        synchronized (tail) {
          tail.append(e);
        }
      }
    }

    private String text() {
      synchronized (tail) {
        return tail.toString();
      }
    }
  }
}
