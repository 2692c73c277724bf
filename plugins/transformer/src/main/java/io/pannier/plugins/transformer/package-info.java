/**
 * The strategy {@code transformer}: attention over what a shopper did and what lies in the cart,
 * served by the platform's kernels from a model that was trained on the shop's own orders.
 */
@NullMarked
package io.pannier.plugins.transformer;

import org.jspecify.annotations.NullMarked;
