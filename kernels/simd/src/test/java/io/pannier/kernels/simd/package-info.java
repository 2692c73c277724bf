@NullMarked
package io.pannier.kernels.simd;

import org.jspecify.annotations.NullMarked;
