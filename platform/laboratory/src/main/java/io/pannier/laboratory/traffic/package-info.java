/**
 * Simulated shoppers who visit a running installation: they fill carts, look at the offers, answer
 * them by the truth of the simulator and buy or leave.
 */
@NullMarked
package io.pannier.laboratory.traffic;

import org.jspecify.annotations.NullMarked;
