package io.pannier.messages.json;

import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * Events from JSON.
 *
 * <p>{@code id}, {@code type} and {@code time} are required, and {@code decision} for outcomes.
 * Unknown fields stay in the payload. A known field given twice is refused.
 */
public final class EventJson {
  private EventJson() {}

  /**
   * Reads an array, or a single object.
   *
   * @throws PannierException {@code MALFORMED_JSON} with line and column, {@code NESTING_TOO_DEEP},
   *     {@code INVALID_UTF8} or {@code BATCH_TOO_LARGE} when nothing of the document can be taken
   */
  public static Parsed<ShopEvent> array(
      Shop shop, byte[] json, EventWindow window, int maxElements) {
    return document(shop, json, 0, json.length, window).array(maxElements);
  }

  /**
   * Reads NDJSON: an object on each line; blank lines do not count. A line that is no JSON is
   * rejected like any other bad element.
   *
   * @throws PannierException {@code BATCH_TOO_LARGE}
   */
  public static Parsed<ShopEvent> lines(
      Shop shop, byte[] json, EventWindow window, int maxElements) {
    return document(shop, json, 0, json.length, window).lines(maxElements);
  }

  /**
   * Reads one object.
   *
   * @throws PannierException whatever is wrong with it
   */
  public static ShopEvent one(Shop shop, byte[] json, EventWindow window) {
    return document(shop, json, 0, json.length, window).single();
  }

  /**
   * Reads one object that is a slice of {@code json}; as {@link #one(Shop, byte[], EventWindow)}.
   */
  public static ShopEvent one(Shop shop, byte[] json, int offset, int length, EventWindow window) {
    return document(shop, json, offset, length, window).single();
  }

  /**
   * Reads the payload of a journaled event or cart, without regard to its age.
   *
   * @throws PannierException {@code STORE_FAILED} when it cannot be read, which means that it is
   *     not what was written
   */
  public static ShopEvent journaled(Shop shop, byte[] payload) {
    try {
      return new JsonDocument<>(
              new EventReader(shop, EventWindow.ANY, true), payload, 0, payload.length)
          .single();
    } catch (PannierException e) {
      throw new PannierException(
          StandardErrorCode.STORE_FAILED, "the journal holds an unreadable event", e);
    }
  }

  private static JsonDocument<ShopEvent> document(
      Shop shop, byte[] json, int offset, int length, EventWindow window) {
    return new JsonDocument<>(new EventReader(shop, window, false), json, offset, length);
  }
}
