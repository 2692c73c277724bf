/** Tests of off-policy evaluation and of the gate, on logs whose truth is known. */
@NullMarked
package io.pannier.laboratory.offpolicy;

import org.jspecify.annotations.NullMarked;
