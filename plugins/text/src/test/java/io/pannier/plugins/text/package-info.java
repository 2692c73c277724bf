/** Tests of {@code text}. */
@NullMarked
package io.pannier.plugins.text;

import org.jspecify.annotations.NullMarked;
