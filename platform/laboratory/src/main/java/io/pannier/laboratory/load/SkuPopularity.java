package io.pannier.laboratory.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.laboratory.orders.Batch;
import io.pannier.laboratory.orders.OrderSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** How often each SKU was bought, to draw the items of realistic carts from. Immutable. */
public final class SkuPopularity {
  private static final JsonFactory JSON = new JsonFactory();

  private final String[] skus;
  private final double[] cumulative;

  /**
   * @param weights at least one SKU; each weight above 0
   */
  public SkuPopularity(Map<String, ? extends Number> weights) {
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("carts need at least one SKU");
    }
    // Sorted, so that a seed draws the same SKUs whatever map they came in.
    TreeMap<String, Number> sorted = new TreeMap<>(weights);
    skus = new String[sorted.size()];
    cumulative = new double[skus.length];
    double sum = 0;
    int i = 0;
    for (Map.Entry<String, Number> entry : sorted.entrySet()) {
      double weight = entry.getValue().doubleValue();
      if (!(weight > 0)) {
        throw new IllegalArgumentException("weight of " + entry.getKey() + " must be above 0");
      }
      sum += weight;
      skus[i] = entry.getKey();
      cumulative[i++] = sum;
    }
  }

  /** Counts the events of a source that name a SKU, which it reads to its end. */
  public static SkuPopularity of(OrderSource source) {
    Map<String, Long> counts = new TreeMap<>();
    for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
      if (batch.get().kind() == Batch.Kind.EVENTS) {
        count(batch.get().json(), counts);
      }
    }
    return new SkuPopularity(counts);
  }

  private static void count(byte[] events, Map<String, Long> counts) {
    try (JsonParser parser = JSON.createParser(events)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          depth++;
        } else if (token == JsonToken.END_OBJECT) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING
            && depth == 1
            && "sku".equals(parser.currentName())) {
          counts.merge(parser.getText(), 1L, Long::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A SKU with a probability by its weight. */
  public String draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] <= point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return skus[low];
  }

  public int size() {
    return skus.length;
  }
}
