/** Tests of the problem files. */
@NullMarked
package io.pannier.laboratory.problem;

import org.jspecify.annotations.NullMarked;
