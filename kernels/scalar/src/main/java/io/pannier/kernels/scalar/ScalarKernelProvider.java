package io.pannier.kernels.scalar;

import io.pannier.kernels.api.Availability;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;

/** Plain loops, which run everywhere. */
public final class ScalarKernelProvider implements KernelProvider {
  @Override
  public Backend backend() {
    return Backend.SCALAR;
  }

  @Override
  public Availability probe(KernelOptions options) {
    return Availability.available("plain loops run everywhere");
  }

  @Override
  public Kernels open(KernelOptions options) {
    return new ScalarKernels();
  }
}
