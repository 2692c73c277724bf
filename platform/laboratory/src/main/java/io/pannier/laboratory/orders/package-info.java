/**
 * Past orders and catalogues as streams of the contract's JSON: files of several formats in,
 * batches of products and events out, with an account of every row that was left out and why.
 */
@NullMarked
package io.pannier.laboratory.orders;

import org.jspecify.annotations.NullMarked;
