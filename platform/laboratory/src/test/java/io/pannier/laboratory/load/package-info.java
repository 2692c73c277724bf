@NullMarked
package io.pannier.laboratory.load;

import org.jspecify.annotations.NullMarked;
