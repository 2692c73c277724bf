/**
 * A seeded simulated shop whose truth is known: latent tastes, complements, price sensitivity,
 * position bias and fatigue. It writes history and answers offers.
 */
@NullMarked
package io.pannier.laboratory.simulator;

import org.jspecify.annotations.NullMarked;
