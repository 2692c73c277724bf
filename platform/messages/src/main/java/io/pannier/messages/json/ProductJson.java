package io.pannier.messages.json;

import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;

/**
 * Products from JSON.
 *
 * <p>{@code sku}, {@code price} and {@code stock} are required; a cost that is not stated is 0.
 * {@code category} is a text or an array of its parts from the root. {@code relations} is an object
 * of arrays of SKUs by kind. Everything else, {@code images} and {@code vectors} too, stays in the
 * payload.
 */
public final class ProductJson {
  private ProductJson() {}

  /**
   * Reads an array, or a single object.
   *
   * @throws PannierException as {@link EventJson#array}
   */
  public static Parsed<ProductDraft> array(Shop shop, byte[] json, int maxElements) {
    return document(shop, json).array(maxElements);
  }

  /**
   * Reads NDJSON.
   *
   * @throws PannierException {@code BATCH_TOO_LARGE}
   */
  public static Parsed<ProductDraft> lines(Shop shop, byte[] json, int maxElements) {
    return document(shop, json).lines(maxElements);
  }

  /**
   * Reads one object.
   *
   * @throws PannierException whatever is wrong with it
   */
  public static ProductDraft one(Shop shop, byte[] json) {
    return document(shop, json).single();
  }

  private static JsonDocument<ProductDraft> document(Shop shop, byte[] json) {
    return new JsonDocument<>(new ProductReader(shop), json, 0, json.length);
  }
}
