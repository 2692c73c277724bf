/**
 * All that a strategy may see: factories, records, error codes, and the bundle evaluator that every
 * strategy and the platform itself agree on.
 *
 * <p>Items are dense ordinals {@code 0 ≤ item < catalogue.size()} of one shop. Money is a {@code
 * long} in minor units of the shop's currency. Times are milliseconds since the epoch, UTC.
 * Hot-path types are small final classes over arrays and are not copied: who receives one must not
 * write to it.
 */
@NullMarked
package io.pannier.spi;

import org.jspecify.annotations.NullMarked;
