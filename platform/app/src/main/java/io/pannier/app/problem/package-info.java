/** Bundling problems as files: what {@code optimize} reads and what it tells. */
@NullMarked
package io.pannier.app.problem;

import org.jspecify.annotations.NullMarked;
