@NullMarked
package io.pannier.laboratory.traffic;

import org.jspecify.annotations.NullMarked;
