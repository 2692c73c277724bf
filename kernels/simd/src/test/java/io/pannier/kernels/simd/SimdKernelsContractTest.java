package io.pannier.kernels.simd;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.testkit.KernelsContractTest;
import org.junit.jupiter.api.AfterAll;

class SimdKernelsContractTest extends KernelsContractTest {
  private static final Kernels SIMD = new SimdKernels(2);

  @AfterAll
  static void endThreads() {
    SIMD.close();
  }

  @Override
  public Kernels kernels() {
    return SIMD;
  }

  @Override
  public Backend expected() {
    return Backend.SIMD;
  }
}
