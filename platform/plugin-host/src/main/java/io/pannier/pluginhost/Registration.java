package io.pannier.pluginhost;

/** A listener that can be taken off again. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
