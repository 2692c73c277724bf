package io.pannier.messages;

import java.util.List;

/**
 * Events that are durable now. Offsets {@code fromOffset} to {@code toOffset} of the lane are
 * covered, also where an offset was spent on a duplicate and is not among the events.
 *
 * @param lane number of the journal writer
 * @param fromOffset first offset covered
 * @param toOffset last offset covered
 */
public record EventsJournaled(int lane, long fromOffset, long toOffset, List<JournaledEvent> events)
    implements Message {
  /**
   * @param shop number of the shop
   * @param offset place in the lane
   */
  public record JournaledEvent(int shop, long offset, ShopEvent event) {}
}
