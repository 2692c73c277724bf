package io.pannier.app.crash;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Events with consecutive numbers as one body, which is sent again as it was until it is answered.
 *
 * @param first number of the first event, whose id is {@code e-NUMBER}
 * @param json of the whole batch
 */
record EventBatch(int first, int size, byte[] json) {
  private static final String[] TYPES = {
    "product-viewed", "product-clicked", "cart-added", "purchased"
  };
  private static final int SHOPPERS = 60;
  private static final int SKUS = 100;
  private static final int HOUR_SECONDS = 3600;

  /** Events of the last hour, of few shoppers, and now and then of a product nobody knows yet. */
  static EventBatch random(int first, int size, SplittableRandom random) {
    Instant now = Instant.now();
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      int shopper = random.nextInt(SHOPPERS);
      String sku =
          random.nextInt(50) == 0 ? "late-" + (first + i) : "crash-" + random.nextInt(SKUS);
      json.append(i == 0 ? "" : ",")
          .append("{\"id\":\"e-")
          .append(first + i)
          .append("\",\"type\":\"")
          .append(TYPES[random.nextInt(TYPES.length)])
          .append("\",\"time\":\"")
          .append(now.minusSeconds(random.nextInt(HOUR_SECONDS)))
          .append("\",\"shopper\":\"s-")
          .append(shopper)
          .append("\",\"session\":\"s-")
          .append(shopper)
          .append("-1\",\"sku\":\"")
          .append(sku)
          .append("\",\"quantity\":1,\"order\":\"o-")
          .append(first)
          .append("\"}");
    }
    return new EventBatch(
        first, size, json.append(']').toString().getBytes(StandardCharsets.UTF_8));
  }
}
