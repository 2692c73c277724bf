/** NSGA-II on the continuous benchmark problems of the literature, beside jMetal. */
@NullMarked
package io.pannier.plugins.genetic.nsga2;

import org.jspecify.annotations.NullMarked;
