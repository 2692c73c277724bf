/** The strategy {@code popularity}: what does best in the shop lately, by the events' weights. */
@NullMarked
package io.pannier.plugins.popularity;

import org.jspecify.annotations.NullMarked;
