package io.pannier.kernels.api;

/**
 * The right operand of a product in a backend's own layout: immutable, made once, used by any
 * instance of the backend that made it, on any thread.
 */
public interface PackedMatrix extends AutoCloseable {
  /** K. */
  int rows();

  /** N. */
  int columns();

  /** Releases device memory; does nothing where there is none. */
  @Override
  void close();
}
