/** Tests of the contract for strategies. */
@NullMarked
package io.pannier.spi;

import org.jspecify.annotations.NullMarked;
