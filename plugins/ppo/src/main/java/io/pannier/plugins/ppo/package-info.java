/**
 * Proximal policy optimization in plain Java: small networks with hand-written gradients, two kinds
 * of action, and the learner.
 */
@NullMarked
package io.pannier.plugins.ppo;

import org.jspecify.annotations.NullMarked;
