package io.pannier.laboratory.load;

/** Hears how far an import is. Called by several threads, never by two at the same time. */
@FunctionalInterface
public interface Progress {
  /**
   * @param share of the work that is done, 0 to 1
   * @param products that the server answered for so far
   * @param events that the server answered for so far
   */
  void at(double share, long products, long events);
}
