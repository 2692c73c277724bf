package io.pannier.messages;

import io.pannier.spi.ShopperHistory;
import java.util.Map;

/**
 * A request and what is known about its shopper.
 *
 * @param builtNanos {@link System#nanoTime()} when the feature stage was done
 */
public record ContextBuilt(
    OfferRequest request, ShopperHistory history, Map<String, String> profile, long builtNanos)
    implements Message {}
