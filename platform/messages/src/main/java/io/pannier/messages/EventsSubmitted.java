package io.pannier.messages;

import java.util.List;

/**
 * Parsed events that wait to become durable.
 *
 * @param events in the order of the sender
 * @param indexes place of each event in the sender's batch, for rejections found later
 * @param bulk true for a large batch or an import, which must not stand in the way of single events
 */
public record EventsSubmitted(Shop shop, List<ShopEvent> events, int[] indexes, boolean bulk)
    implements Message {}
