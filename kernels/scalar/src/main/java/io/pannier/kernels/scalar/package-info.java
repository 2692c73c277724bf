/**
 * Plain loops with float64 accumulation: what every operation means, and the oracle of the other
 * backends.
 */
@NullMarked
package io.pannier.kernels.scalar;

import org.jspecify.annotations.NullMarked;
