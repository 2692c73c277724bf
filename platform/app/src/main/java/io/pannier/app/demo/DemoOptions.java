package io.pannier.app.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is made of.
 *
 * @param data folder that keeps everything
 * @param port to serve on; 0 for any free one
 * @param orders file of the shop's past; null for a simulated shop
 * @param format of that file
 * @param products of a simulated shop
 * @param shoppers who come and go in the background; 0 for none
 * @param text whether a language model reads the products' texts
 */
public record DemoOptions(
    Path data,
    int port,
    @Nullable Path orders,
    String format,
    int products,
    int shoppers,
    boolean text) {
  /** With a language model. */
  public DemoOptions(
      Path data, int port, @Nullable Path orders, String format, int products, int shoppers) {
    this(data, port, orders, format, products, shoppers, true);
  }

  /** The seed of the simulated shop, its past and its shoppers. */
  public static final long SEED = 42;
}
