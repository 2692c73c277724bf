/** Drives strategies through a protocol, with nothing but the contract that production uses. */
@NullMarked
package io.pannier.laboratory.evaluation;

import org.jspecify.annotations.NullMarked;
