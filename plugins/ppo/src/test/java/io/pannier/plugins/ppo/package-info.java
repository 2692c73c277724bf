/**
 * Tests of the learner: gradients by finite differences, distributions by counting, and games that
 * it must learn.
 */
@NullMarked
package io.pannier.plugins.ppo;

import org.jspecify.annotations.NullMarked;
