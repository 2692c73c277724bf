/** The whole program, killed over and over, and what it still knows afterwards. */
@NullMarked
package io.pannier.app.crash;

import org.jspecify.annotations.NullMarked;
