/** Model files and the composer that runs over the kernels. */
@NullMarked
package io.pannier.kernels.model;

import org.jspecify.annotations.NullMarked;
