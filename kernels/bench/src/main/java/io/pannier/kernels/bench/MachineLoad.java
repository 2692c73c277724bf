package io.pannier.kernels.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;

/**
 * How much of the processor other processes took since the last look. A ratio that was measured
 * while others worked says little, above all about a peer that gives each thread a fixed share.
 */
final class MachineLoad {
  private static final Path STAT = Path.of("/proc/stat");

  /** What Linux calls USER_HZ: 100 on every platform with a JDK. */
  private static final double NANOS_PER_TICK = 1e7;

  /** Columns user, nice and system of the first line. */
  private static final int BUSY_COLUMNS = 3;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final int cores = Runtime.getRuntime().availableProcessors();
  private double busy;
  private double own;
  private long time;

  MachineLoad() {
    mark();
  }

  /** Starts to count anew. */
  void mark() {
    busy = busyNanos();
    own = system.getProcessCpuTime();
    time = System.nanoTime();
  }

  /** Share of all cores that went to others since the mark, 0 to 1; 0 where it cannot be known. */
  double foreignShare() {
    double elapsed = (System.nanoTime() - time) * (double) cores;
    double others = busyNanos() - busy - (system.getProcessCpuTime() - own);
    return Math.clamp(others / elapsed, 0, 1);
  }

  private static double busyNanos() {
    try {
      List<String> lines = Files.readAllLines(STAT, StandardCharsets.US_ASCII);
      StringTokenizer columns = new StringTokenizer(lines.getFirst());
      columns.nextToken();
      double ticks = 0;
      for (int i = 0; i < BUSY_COLUMNS; i++) {
        ticks += Long.parseLong(columns.nextToken());
      }
      return ticks * NANOS_PER_TICK;
    } catch (IOException e) {
      return 0;
    }
  }
}
