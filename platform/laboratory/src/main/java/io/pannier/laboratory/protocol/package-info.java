/**
 * Named protocols of evaluation: which file is read, what a strategy may learn, what it is asked
 * and what is measured. No protocol knows a strategy.
 */
@NullMarked
package io.pannier.laboratory.protocol;

import org.jspecify.annotations.NullMarked;
