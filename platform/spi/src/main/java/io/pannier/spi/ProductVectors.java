package io.pannier.spi;

import java.util.Arrays;

/**
 * What a language model makes of the texts of one shop's products: a vector of length 1 for each,
 * whose inner products are cosines. Likeness of texts, not of purposes: two teapots are near, a
 * teapot and its cosy are not, so a strategy fuses it with what else it knows and never puts it in
 * its place. An immutable view; may be kept and read by any thread.
 *
 * <p>Vectors are kept with eight bits an element, so a cosine is off by a few thousandths.
 */
public interface ProductVectors {
  /** Of a shop without vectors. */
  ProductVectors NONE =
      new ProductVectors() {
        @Override
        public String model() {
          return "";
        }

        @Override
        public int dimension() {
          return 0;
        }

        @Override
        public int size() {
          return 0;
        }

        @Override
        public boolean vector(int item, float[] into) {
          return false;
        }

        @Override
        public void likeness(float[] query, float[] into) {
          Arrays.fill(into, Float.NaN);
        }
      };

  /** Names the model and its files; vectors of different models do not compare. Empty for none. */
  String model();

  /** Elements of a vector; 0 where there are none. */
  int dimension();

  /** One more than the highest ordinal with a vector. */
  int size();

  /**
   * Reads the vector of an item.
   *
   * @param into of {@link #dimension} elements
   * @return false, and {@code into} is left alone, where the item has none (yet)
   */
  boolean vector(int item, float[] into);

  /**
   * Inner products with all products at once.
   *
   * @param query of {@link #dimension} elements, of any length
   * @param into filled for each ordinal below its length; NaN where the item has no vector
   */
  void likeness(float[] query, float[] into);
}
