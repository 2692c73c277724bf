/** Tests of the package of the same name. */
@NullMarked
package io.pannier.laboratory.evaluation;

import org.jspecify.annotations.NullMarked;
