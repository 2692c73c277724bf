/**
 * Bundles by evolutionary search: {@link io.pannier.plugins.genetic.ComposeSearch} for the best by
 * the placement's weights within a millisecond, {@link io.pannier.plugins.genetic.FrontSearch} for
 * the whole Pareto front.
 */
@NullMarked
package io.pannier.plugins.genetic;

import org.jspecify.annotations.NullMarked;
