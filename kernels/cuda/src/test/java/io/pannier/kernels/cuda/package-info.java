/** The proof of the CUDA kernels without a GPU. */
@NullMarked
package io.pannier.kernels.cuda;

import org.jspecify.annotations.NullMarked;
