package io.pannier.kernels.api;

/** Rows that are looked up by number, in a backend's own memory: immutable and shareable. */
public interface EmbeddingTable extends AutoCloseable {
  int rows();

  int width();

  @Override
  void close();
}
