package io.pannier.laboratory.simulator;

/**
 * One bundle of an offer.
 *
 * @param products places in the catalogue, none twice; not copied
 * @param quantities units of each, at least 1; not copied
 * @param discount off the sum of the list prices, minor units
 */
public record Offered(int[] products, int[] quantities, long discount) {}
