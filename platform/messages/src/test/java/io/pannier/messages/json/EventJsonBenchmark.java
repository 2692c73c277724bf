package io.pannier.messages.json;

import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints how many events a core parses per second of CPU time, so that a busy machine does not
 * distort it. Run by hand: {@code main}, no arguments.
 */
public final class EventJsonBenchmark {
  private static final int BATCH = 1_000;
  private static final int ROUNDS = 40;
  private static final Shop SHOP = new Shop(1, "demo", "GBP");

  private EventJsonBenchmark() {}

  public static void main(String[] arguments) {
    long now = System.currentTimeMillis();
    byte[] array = batch(now, "[", ",", "]");
    byte[] lines = batch(now, "", "\n", "\n");
    System.out.printf(Locale.ROOT, "bytes per event: %d%n", array.length / BATCH);
    for (int round = 0; round < 5; round++) {
      measure("array", array, now);
      measure("lines", lines, now);
    }
  }

  private static void measure(String format, byte[] json, long now) {
    EventWindow window = EventWindow.live(now);
    long events = 0;
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    for (int i = 0; i < ROUNDS * 25; i++) {
      Parsed<ShopEvent> parsed =
          format.equals("array")
              ? EventJson.array(SHOP, json, window, BATCH)
              : EventJson.lines(SHOP, json, window, BATCH);
      events += parsed.elements().size();
    }
    double seconds = (thread.getCurrentThreadCpuTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT, "%s: %,.0f events per second of CPU time%n", format, events / seconds);
  }

  private static byte[] batch(long now, String open, String separator, String close) {
    StringBuilder text = new StringBuilder(open);
    for (int i = 0; i < BATCH; i++) {
      if (i > 0) {
        text.append(separator);
      }
      text.append(
          String.format(
              Locale.ROOT,
              "{\"id\":\"evt-0193-%08d\",\"type\":\"purchased\",\"time\":\"%s\","
                  + "\"shopper\":\"customer-%05d\",\"session\":\"session-%06d\","
                  + "\"sku\":\"%05dA\",\"quantity\":%d,\"price\":%d.95,\"order\":\"order-%d\"}",
              i,
              Rfc3339.format(now - i),
              i % 700,
              i % 900,
              i % 4_000,
              i % 9 + 1,
              i % 40,
              i / 5));
    }
    return text.append(close).toString().getBytes(StandardCharsets.UTF_8);
  }
}
