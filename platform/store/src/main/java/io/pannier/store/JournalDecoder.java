package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;

/** Turns a payload of the journal back into the event that it was. */
@FunctionalInterface
public interface JournalDecoder {
  /**
   * @param payload the JSON object as it was sent, less the shopper where they were forgotten
   * @return the event, its item not resolved
   */
  ShopEvent decode(Shop shop, String payload);
}
