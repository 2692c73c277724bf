@NullMarked
package io.pannier.laboratory.watch;

import org.jspecify.annotations.NullMarked;
