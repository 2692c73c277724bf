/** Tests of training. */
@NullMarked
package io.pannier.learning;

import org.jspecify.annotations.NullMarked;
