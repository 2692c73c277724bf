package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of what a model was trained on: every event as it stands in the orders, which orders they
 * are, what the items are called, which words describe them and what their texts mean.
 */
final class DataChecksum {
  private DataChecksum() {}

  static String of(TrainingOrders orders) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer longs = ByteBuffer.allocate(2 * Long.BYTES);
      int count = orders.count();
      int tokens = orders.events().sequences().tokens();
      add(digest, orders.events().sequences().offsets(), count + 1);
      add(digest, orders.starts(), count);
      add(digest, orders.events().items(), tokens);
      add(digest, orders.events().categories(), tokens);
      add(digest, orders.events().prices(), tokens);
      add(digest, orders.events().types(), tokens);
      int[] times = orders.events().sequences().times();
      if (times != null) {
        add(digest, times, tokens);
      }
      for (int order = 0; order < count; order++) {
        digest.update(
            longs.clear().putLong(orders.keys()[order]).putLong(orders.times()[order]).flip());
      }
      for (String name : orders.vocabulary()) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      add(digest, orders.words().offsets(), orders.words().items() + 1);
      add(digest, orders.words().words(), orders.words().words().length);
      if (!orders.texts().none()) {
        digest.update(orders.texts().model().getBytes(StandardCharsets.UTF_8));
        float[] vectors = orders.texts().vectors();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vectors.length);
        bytes.asFloatBuffer().put(vectors);
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, int[] values, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * count);
    bytes.asIntBuffer().put(values, 0, count);
    digest.update(bytes);
  }
}
