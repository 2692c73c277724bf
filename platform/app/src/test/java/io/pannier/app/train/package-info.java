/** Tests of training. */
@NullMarked
package io.pannier.app.train;

import org.jspecify.annotations.NullMarked;
