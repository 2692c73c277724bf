package io.pannier.kernels.api;

/** The item vectors of a whole catalogue, laid out for scans: immutable and shareable. */
public interface Catalogue extends AutoCloseable {
  /** N, items. */
  int items();

  int width();

  Precision precision();

  /** Memory that the layout takes, on the device or the heap. */
  long bytes();

  @Override
  void close();
}
