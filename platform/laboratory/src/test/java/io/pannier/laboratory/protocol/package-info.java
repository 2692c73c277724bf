/** Tests of the package of the same name. */
@NullMarked
package io.pannier.laboratory.protocol;

import org.jspecify.annotations.NullMarked;
