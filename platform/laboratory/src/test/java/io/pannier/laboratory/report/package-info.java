/** Tests of the package of the same name. */
@NullMarked
package io.pannier.laboratory.report;

import org.jspecify.annotations.NullMarked;
