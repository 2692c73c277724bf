package io.pannier.laboratory.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A batch of events as bytes in which only the ids change from one use to the next, so that the
 * generator's part of the work is a copy.
 */
final class EventTemplate {
  private static final int DIGITS = 12;

  private final byte[] bytes;
  private final int[] idEnds;

  /**
   * @param run makes ids of different runs different; letters and digits only
   * @param time RFC 3339, of all events
   */
  EventTemplate(int size, String run, String time, SkuPopularity popularity, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream batch = new ByteArrayOutputStream(size * 180);
    idEnds = new int[size];
    String[] types = {"product-viewed", "product-viewed", "product-viewed", "cart-added"};
    for (int i = 0; i < size; i++) {
      String head = "{\"id\":\"" + run + '-' + "0".repeat(DIGITS);
      idEnds[i] = batch.size() + head.length();
      int shopper = random.nextInt(100_000);
      String event =
          head
              + "\",\"type\":\""
              + types[random.nextInt(types.length)]
              + "\",\"time\":\""
              + time
              + "\",\"shopper\":\"s"
              + shopper
              + "\",\"session\":\"s"
              + shopper
              + "-1\",\"sku\":\""
              + new String(JsonStringEncoder.getInstance().quoteAsString(popularity.draw(random)))
              + "\",\"quantity\":1}\n";
      batch.writeBytes(event.getBytes(StandardCharsets.UTF_8));
    }
    bytes = batch.toByteArray();
  }

  int size() {
    return idEnds.length;
  }

  /** The batch with ids that count from a number on. */
  byte[] render(long firstId) {
    byte[] copy = Arrays.copyOf(bytes, bytes.length);
    long id = firstId;
    for (int end : idEnds) {
      long rest = id++;
      for (int digit = 1; digit <= DIGITS; digit++) {
        copy[end - digit] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return copy;
  }
}
