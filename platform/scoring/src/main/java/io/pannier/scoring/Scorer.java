package io.pannier.scoring;

/**
 * What scored.
 *
 * @param strategy {@code name@version}
 * @param model id of the model file that it used; empty for none
 */
record Scorer(String strategy, String model) {
  Scorer(String strategy) {
    this(strategy, "");
  }
}
