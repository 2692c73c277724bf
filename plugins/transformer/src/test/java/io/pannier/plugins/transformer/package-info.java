/** Tests of the strategy {@code transformer}. */
@NullMarked
package io.pannier.plugins.transformer;

import org.jspecify.annotations.NullMarked;
