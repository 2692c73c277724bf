/** Tests of the console's interface over a real gateway and a real database. */
@NullMarked
package io.pannier.console;

import org.jspecify.annotations.NullMarked;
