@NullMarked
package io.pannier.laboratory.simulator;

import org.jspecify.annotations.NullMarked;
