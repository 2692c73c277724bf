/**
 * The strategy {@code item-knn}: nearest neighbours of the cart by co-purchase, kept up to date one
 * purchase line at a time.
 */
@NullMarked
package io.pannier.plugins.itemknn;

import org.jspecify.annotations.NullMarked;
