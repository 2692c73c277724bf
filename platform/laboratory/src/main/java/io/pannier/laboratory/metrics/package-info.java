/** Rank metrics, their standard errors, and intervals of the difference between two strategies. */
@NullMarked
package io.pannier.laboratory.metrics;

import org.jspecify.annotations.NullMarked;
