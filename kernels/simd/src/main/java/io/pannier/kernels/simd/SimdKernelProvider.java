package io.pannier.kernels.simd;

import io.pannier.kernels.api.Availability;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import io.pannier.spi.StandardErrorCode;

/** The Vector API, where Java was started with it. */
public final class SimdKernelProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int NARROWEST = 128;

  @Override
  public Backend backend() {
    return Backend.SIMD;
  }

  @Override
  public Availability probe(KernelOptions options) {
    // Nothing of this package that names a vector may be touched before.
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "the Vector API is not there; start Java with --add-modules " + MODULE);
    }
    int bits = Lanes.FLOATS.vectorBitSize();
    if (bits < NARROWEST) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "this Java compiles vectors of "
              + bits
              + " bits at most, and 128 are needed; the optimising compiler may be switched off");
    }
    return Availability.available("vectors of " + bits + " bits");
  }

  @Override
  public Kernels open(KernelOptions options) {
    return new SimdKernels(options.threads());
  }
}
