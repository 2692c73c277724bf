package io.pannier.messages;

import io.pannier.spi.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One validated event, or one cart, as it stands in the journal.
 *
 * @param key of the journal, from {@link Keys#event}
 * @param id the sender's own id, 1 to 256 characters
 * @param type what happened; null for a cart, which feeds no statistics
 * @param time event time, milliseconds since the epoch
 * @param shopper empty where unknown
 * @param shopperKey from {@link Keys#shopper}; 0 where unknown
 * @param session empty where unknown
 * @param sku empty where the event has none
 * @param item ordinal of the SKU, -1 without one; set by ingestion, -1 before
 * @param quantity units; 1 where absent
 * @param price unit price paid in minor units; -1 where absent
 * @param order empty where absent
 * @param decision the decision that this outcome answers, or null
 * @param bundle index of the bundle in that decision's answer; -1 where absent
 * @param position place at which the bundle was shown; -1 where absent
 * @param value rating or other figure; NaN where absent
 * @param payload the JSON object as it was sent, unknown fields and all
 */
public record ShopEvent(
    UUID key,
    String id,
    @Nullable EventType type,
    long time,
    String shopper,
    long shopperKey,
    String session,
    String sku,
    int item,
    int quantity,
    long price,
    String order,
    @Nullable UUID decision,
    int bundle,
    int position,
    double value,
    String payload) {
  public ShopEvent withItem(int newItem) {
    return new ShopEvent(
        key,
        id,
        type,
        time,
        shopper,
        shopperKey,
        session,
        sku,
        newItem,
        quantity,
        price,
        order,
        decision,
        bundle,
        position,
        value,
        payload);
  }

  public boolean isCart() {
    return type == null;
  }
}
