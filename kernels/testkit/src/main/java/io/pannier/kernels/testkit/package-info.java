/** One set of tests that every backend runs. */
@NullMarked
package io.pannier.kernels.testkit;

import org.jspecify.annotations.NullMarked;
