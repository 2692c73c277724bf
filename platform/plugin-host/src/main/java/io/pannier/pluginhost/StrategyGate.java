package io.pannier.pluginhost;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a strategy run only while no thread of it is abandoned. One gate serves all instances of one
 * loaded version: a hang in one shop's instance must not be repeated by the next shop's, while a
 * corrected version that replaces it gets its chance.
 */
final class StrategyGate {
  private final AtomicInteger abandoned = new AtomicInteger();

  void abandoned() {
    abandoned.incrementAndGet();
  }

  void returned() {
    abandoned.decrementAndGet();
  }

  boolean closed() {
    return abandoned.get() > 0;
  }
}
