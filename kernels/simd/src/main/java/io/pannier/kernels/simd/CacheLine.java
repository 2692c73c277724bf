package io.pannier.kernels.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where in a large array a cache line begins. A vector that lies across two lines costs two reads.
 *
 * <p>The collectors give a large array memory of its own, which begins on a page; what is unknown
 * is how long the array's header is. Where that is wrong nothing is lost but some speed.
 */
final class CacheLine {
  private static final int BYTES = 64;
  private static final int HEADER = 16;
  private static final int COMPACT_HEADER = 12;

  /** Floats of a cache line. */
  static final int FLOATS = BYTES / Float.BYTES;

  /** The first element of a large float or int array that begins a cache line. */
  static final int START = (BYTES - header()) / Float.BYTES;

  private CacheLine() {}

  private static int header() {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      String compact = machine.getVMOption("UseCompactObjectHeaders").getValue();
      return Boolean.parseBoolean(compact) ? COMPACT_HEADER : HEADER;
    } catch (IllegalArgumentException e) {
      return HEADER;
    }
  }
}
