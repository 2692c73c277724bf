/**
 * The fourth stage: candidates in, priced bundles out. It states the problem, lets the placement's
 * bundling strategy search for as long as the load and the deadline leave, and checks every bundle
 * before it goes on.
 */
@NullMarked
package io.pannier.optimizer;

import org.jspecify.annotations.NullMarked;
