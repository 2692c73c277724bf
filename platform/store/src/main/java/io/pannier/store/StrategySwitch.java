package io.pannier.store;

import java.time.Instant;

/**
 * A strategy that somebody switched off in a shop.
 *
 * @param author who did
 * @param reason why, in their words
 */
public record StrategySwitch(String strategy, String author, String reason, Instant madeAt) {}
