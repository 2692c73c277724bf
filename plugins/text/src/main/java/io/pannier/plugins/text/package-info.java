/**
 * The strategy {@code text}: products whose texts are like a sentence, the cart or the history, by
 * words and by the platform's language model together.
 */
@NullMarked
package io.pannier.plugins.text;

import org.jspecify.annotations.NullMarked;
