package io.pannier.text;

import io.pannier.spi.Product;
import io.pannier.store.TextVectors;
import io.pannier.store.TextVectors.TextVector;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * What was encoded before, in the store. A vector counts only for the text that it was made of, so
 * a product whose text changed has none until it is encoded again. Blocks its caller.
 */
final class VectorCache {
  private final TextVectors store;
  private final String model;
  private final int dimension;

  VectorCache(TextVectors store, String model, int dimension) {
    this.store = store;
    this.model = model;
    this.dimension = dimension;
  }

  /** What is read of a product: its title, which every shop has and every shopper reads. */
  static String text(Product product) {
    return product.title();
  }

  /** The vectors of those products whose text is as it was when they were encoded, by item. */
  Map<Integer, float[]> find(int shop, Map<Integer, String> texts) {
    Map<Integer, float[]> found = new HashMap<>();
    for (TextVector known : await(store.find(shop, model, texts.keySet()))) {
      String text = texts.get(known.item());
      if (text != null
          && known.hash().equals(hash(text))
          && known.vector().length() == dimension * Float.BYTES) {
        found.put(known.item(), vector(known.vector()));
      }
    }
    return found;
  }

  /** Keeps vectors, those of one batch at a time. */
  void put(int shop, Collection<Integer> items, Map<Integer, String> texts, List<float[]> vectors) {
    List<TextVector> rows = new ArrayList<>(items.size());
    for (int item : items) {
      String text = texts.getOrDefault(item, "");
      rows.add(new TextVector(item, hash(text), bytes(vectors.get(rows.size()))));
    }
    await(store.put(shop, model, rows));
  }

  private float[] vector(Buffer bytes) {
    float[] vector = new float[dimension];
    ByteBuffer.wrap(bytes.getBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  private static Buffer bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Buffer.buffer(bytes.array());
  }

  private static Buffer hash(String text) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
