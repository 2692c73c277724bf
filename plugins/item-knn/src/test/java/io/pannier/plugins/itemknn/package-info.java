/** Tests of {@code item-knn}: its counts, its answers, and its figures on real orders. */
@NullMarked
package io.pannier.plugins.itemknn;

import org.jspecify.annotations.NullMarked;
