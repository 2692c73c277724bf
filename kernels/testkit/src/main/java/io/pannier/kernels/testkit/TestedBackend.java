package io.pannier.kernels.testkit;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Kernels;

/** What a contract test is given by the backend that it tests. */
public interface TestedBackend {
  /** The instance that is tested, the same for all tests of a class. */
  Kernels kernels();

  /** What must have run: a fall back would pass every other test. */
  Backend expected();

  /** True where arithmetic is emulated and large sizes would take minutes. */
  default boolean slow() {
    return false;
  }
}
