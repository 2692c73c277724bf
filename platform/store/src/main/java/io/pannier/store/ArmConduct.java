package io.pannier.store;

/**
 * How the answers of an arm were made.
 *
 * @param arm name
 * @param decisions that were looked at
 * @param degraded of these, those that not the arm's own strategies made
 * @param p99Nanos 99th percentile of scoring and composing
 */
public record ArmConduct(String arm, long decisions, long degraded, double p99Nanos) {}
