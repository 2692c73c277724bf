package io.pannier.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another Java process holds on to, told by the JDK's own {@code jcmd}. */
final class LiveHeap {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /** True where there is a {@code jcmd}; a mere runtime comes without. */
  static boolean canTell() {
    return Files.isExecutable(JCMD);
  }

  /** Bytes of the objects that are left after a full collection, which this call makes. */
  static long bytes(long pid) throws IOException, InterruptedException {
    // The first collection lets references be cleared whose objects the second one then frees.
    run(pid, "GC.run");
    String histogram = run(pid, "GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("jcmd told no heap of process " + pid + ": " + head(histogram));
    }
    return Long.parseLong(total.group(1));
  }

  private static String run(long pid, String what) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(JCMD.toString(), Long.toString(pid), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + what + " of process " + pid + " failed: " + head(said));
    }
    return said;
  }

  private static String head(String text) {
    return text.lines().limit(3).reduce("", (a, b) -> a + " " + b).strip();
  }
}
