@NullMarked
package io.pannier.kernels.api;

import org.jspecify.annotations.NullMarked;
