/** The kernels on the Vector API, at whatever width the processor has. */
@NullMarked
package io.pannier.kernels.simd;

import org.jspecify.annotations.NullMarked;
