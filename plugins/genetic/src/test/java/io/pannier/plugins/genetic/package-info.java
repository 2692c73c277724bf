/** Tests and benchmarks of the genetic strategy. */
@NullMarked
package io.pannier.plugins.genetic;

import org.jspecify.annotations.NullMarked;
