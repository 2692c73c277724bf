package io.pannier.store;

import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import java.util.Objects;
import java.util.UUID;

/**
 * What a shopper did with an offer, joined to the decision that made it.
 *
 * @param event key of the event in the journal
 * @param decision that it answers
 * @param shop number of the shop
 * @param type one of the four outcome types
 * @param time event time, milliseconds since the epoch
 * @param bundle index of the bundle in the answer; -1 where absent
 * @param position place at which it was shown; -1 where absent
 * @param item ordinal; -1 where absent
 * @param quantity units
 * @param price unit price paid in minor units; -1 where absent
 * @param value other figure; NaN where absent
 */
public record Outcome(
    UUID event,
    UUID decision,
    int shop,
    EventType type,
    long time,
    int bundle,
    int position,
    int item,
    int quantity,
    long price,
    double value) {
  static Outcome of(int shop, ShopEvent event) {
    return new Outcome(
        event.key(),
        Objects.requireNonNull(event.decision()),
        shop,
        Objects.requireNonNull(event.type()),
        event.time(),
        event.bundle(),
        event.position(),
        event.item(),
        event.quantity(),
        event.price(),
        event.value());
  }
}
