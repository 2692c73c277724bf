/** Rules about the whole: who may see whom, how things are called, how files are formatted. */
@NullMarked
package io.pannier.architecture;

import org.jspecify.annotations.NullMarked;
