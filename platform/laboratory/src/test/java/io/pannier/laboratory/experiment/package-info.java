/** Tests of the figures of experiments, on traffic whose truth is known. */
@NullMarked
package io.pannier.laboratory.experiment;

import org.jspecify.annotations.NullMarked;
