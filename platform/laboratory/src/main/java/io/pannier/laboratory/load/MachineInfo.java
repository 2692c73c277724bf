package io.pannier.laboratory.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine that a figure was measured on. A figure without it means nothing.
 *
 * @param cpu model name as the operating system gives it
 * @param cores that this process may use
 * @param memoryMebibytes of the machine; 0 where unknown
 * @param jdk version and vendor
 * @param os name, version and architecture
 * @param note what else a reader must know, such as whether the database calls fsync
 */
public record MachineInfo(
    String cpu, int cores, long memoryMebibytes, String jdk, String os, String note) {
  /** Describes the machine that this runs on. */
  public static MachineInfo of(String note) {
    return new MachineInfo(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        Runtime.version() + " " + System.getProperty("java.vendor", ""),
        String.join(
            " ",
            System.getProperty("os.name", ""),
            System.getProperty("os.version", ""),
            System.getProperty("os.arch", "")),
        note);
  }

  private static String cpuModel() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      return System.getProperty("os.arch", "unknown");
    }
    return System.getProperty("os.arch", "unknown");
  }

  private static long memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getTotalMemorySize() >> 20;
    }
    return 0;
  }
}
