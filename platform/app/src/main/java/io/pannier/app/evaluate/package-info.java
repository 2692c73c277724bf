/** Evaluation of strategies out of their plugins: what is evaluated is what runs. */
@NullMarked
package io.pannier.app.evaluate;

import org.jspecify.annotations.NullMarked;
