/** Tests of the package of the same name. */
@NullMarked
package io.pannier.laboratory.metrics;

import org.jspecify.annotations.NullMarked;
