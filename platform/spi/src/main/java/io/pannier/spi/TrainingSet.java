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

  /**
   * What a language model makes of the products' texts, by the ordinals of {@link #catalogue}; the
   * first look at it may take minutes. A model that learns from them names the language model in
   * its file: where it serves, the vectors may be another's.
   */
  default ProductVectors texts() {
    return ProductVectors.NONE;
  }
}
