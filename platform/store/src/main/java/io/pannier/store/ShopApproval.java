package io.pannier.store;

import java.time.Instant;

/**
 * Whether the live changes of a shop take a second person, and who decided that.
 *
 * @param revision grows with every change of the rule: the microsecond in which it was made
 */
public record ShopApproval(
    boolean required, String author, String reason, Instant madeAt, long revision) {}
