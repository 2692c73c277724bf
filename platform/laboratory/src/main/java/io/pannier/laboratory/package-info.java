/**
 * The laboratory: where shops are simulated with a known truth, real order files are read, a
 * running installation is put under load, and its offers are looked at from a terminal.
 *
 * <p>Nothing here is on the way of a request; everything here talks to the platform from outside,
 * through the documents of the public contract.
 */
@NullMarked
package io.pannier.laboratory;

import org.jspecify.annotations.NullMarked;
