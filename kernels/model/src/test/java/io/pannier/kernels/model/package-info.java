@NullMarked
package io.pannier.kernels.model;

import org.jspecify.annotations.NullMarked;
