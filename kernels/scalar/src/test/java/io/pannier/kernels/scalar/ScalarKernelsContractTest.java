package io.pannier.kernels.scalar;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.testkit.KernelsContractTest;

class ScalarKernelsContractTest extends KernelsContractTest {
  private static final Kernels SCALAR = new ScalarKernels();

  @Override
  public Kernels kernels() {
    return SCALAR;
  }

  @Override
  public Backend expected() {
    return Backend.SCALAR;
  }
}
