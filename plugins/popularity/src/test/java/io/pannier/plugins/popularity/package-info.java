/** Tests of {@code popularity}. */
@NullMarked
package io.pannier.plugins.popularity;

import org.jspecify.annotations.NullMarked;
