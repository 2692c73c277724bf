/** The kernels beside what one would use instead, measured in one run. */
@NullMarked
package io.pannier.kernels.bench;

import org.jspecify.annotations.NullMarked;
