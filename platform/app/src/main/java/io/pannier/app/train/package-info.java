/** Training of strategies: what a shop has seen in, model files out, and into service. */
@NullMarked
package io.pannier.app.train;

import org.jspecify.annotations.NullMarked;
