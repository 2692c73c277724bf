/**
 * Off-policy evaluation: what one policy would have earned, told from the logs of another, and the
 * gate that a learning strategy passes before shoppers see it.
 */
@NullMarked
package io.pannier.laboratory.offpolicy;

import org.jspecify.annotations.NullMarked;
