/**
 * Vectors of product texts and of questions, by a language model that runs in the process: the
 * encoder, the room that follows the catalogue, and the table that strategies read.
 */
@NullMarked
package io.pannier.text;

import org.jspecify.annotations.NullMarked;
