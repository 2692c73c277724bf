/** The kernels in CUDA C++ behind JCuda's driver API. */
@NullMarked
package io.pannier.kernels.cuda;

import org.jspecify.annotations.NullMarked;
