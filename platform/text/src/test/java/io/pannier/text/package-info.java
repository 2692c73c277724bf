/** Tests of the text room. */
@NullMarked
package io.pannier.text;

import org.jspecify.annotations.NullMarked;
