/** That what is measured is what is meant. */
@NullMarked
package io.pannier.kernels.bench;

import org.jspecify.annotations.NullMarked;
