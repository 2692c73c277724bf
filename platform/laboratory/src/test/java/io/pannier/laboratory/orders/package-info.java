@NullMarked
package io.pannier.laboratory.orders;

import org.jspecify.annotations.NullMarked;
