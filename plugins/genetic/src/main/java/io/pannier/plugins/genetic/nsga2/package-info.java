/**
 * NSGA-II (Deb, Pratap, Agarwal, Meyarivan 2002) over flat arrays, free of what is being optimised.
 */
@NullMarked
package io.pannier.plugins.genetic.nsga2;

import org.jspecify.annotations.NullMarked;
