/** A terminal client of the storefront's WebSocket. */
@NullMarked
package io.pannier.laboratory.watch;

import org.jspecify.annotations.NullMarked;
