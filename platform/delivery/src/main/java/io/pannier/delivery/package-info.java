/**
 * The last stage: decides what is new for each subscriber, pushes it, writes the decision down, and
 * joins outcomes to it.
 */
@NullMarked
package io.pannier.delivery;

import org.jspecify.annotations.NullMarked;
