/**
 * The one source of truth, in PostgreSQL: the journal of events, the catalogue, placements and
 * their revisions, the ledger of decisions with their outcomes, dead letters, snapshots and the
 * orders to forget a shopper; and the server itself where none is given.
 *
 * <p>Everything returns a future and may be called from any thread; futures complete on the context
 * of the caller. Failures are {@link io.pannier.spi.PannierException}s: {@code STORE_UNAVAILABLE}
 * where the database cannot be reached, {@code STORE_FAILED} where it refused.
 */
@NullMarked
package io.pannier.store;

import org.jspecify.annotations.NullMarked;
