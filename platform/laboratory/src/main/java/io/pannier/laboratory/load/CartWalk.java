package io.pannier.laboratory.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One shopper's carts, one after the other, rendered before the load begins. A cart grows more
 * often than it shrinks, and begins anew once it is full; the walk repeats at its end.
 */
final class CartWalk {
  private static final int MAX_LINES = 8;
  private static final double GROW = 0.55;
  private static final double MORE_OF_IT = 0.15;

  private final String[] carts;

  CartWalk(SkuPopularity popularity, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    carts = new String[length];
    Map<String, Integer> cart = new LinkedHashMap<>();
    for (int i = 0; i < length; i++) {
      step(cart, popularity, random);
      carts[i] = render(cart);
    }
  }

  private static void step(
      Map<String, Integer> cart, SkuPopularity popularity, SplittableRandom random) {
    if (cart.size() >= MAX_LINES) {
      cart.clear();
    }
    double choice = cart.isEmpty() ? 0 : random.nextDouble();
    if (choice < GROW) {
      cart.merge(popularity.draw(random), 1, Integer::sum);
      return;
    }
    List<String> lines = new ArrayList<>(cart.keySet());
    String line = lines.get(random.nextInt(lines.size()));
    if (choice < GROW + MORE_OF_IT) {
      cart.merge(line, 1, Integer::sum);
    } else {
      cart.remove(line);
    }
  }

  private static String render(Map<String, Integer> cart) {
    StringBuilder json = new StringBuilder("[");
    cart.forEach(
        (sku, quantity) -> {
          json.append(json.length() > 1 ? "," : "").append("{\"sku\":\"");
          json.append(JsonStringEncoder.getInstance().quoteAsString(sku));
          json.append("\",\"quantity\":").append(quantity).append('}');
        });
    return json.append(']').toString();
  }

  /** The i-th cart as a JSON array. */
  String cart(long i) {
    return carts[(int) (i % carts.length)];
  }
}
