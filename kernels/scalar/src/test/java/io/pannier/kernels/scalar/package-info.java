@NullMarked
package io.pannier.kernels.scalar;

import org.jspecify.annotations.NullMarked;
