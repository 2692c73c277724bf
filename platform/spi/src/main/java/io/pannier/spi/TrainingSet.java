package io.pannier.spi;

import java.util.List;

/**
 * What a shop has seen, to learn from: observations in journal order, a few at a time. May be
 * iterated more than once.
 */
public interface TrainingSet extends Iterable<List<Observation>> {
  /**
   * The products that the observations number. A model that outlives the training names its
   * products by their SKUs: another installation numbers them differently.
   */
  Catalogue catalogue();
}
