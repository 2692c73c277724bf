package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Availability;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/** The kernels on an NVIDIA GPU, where there is one with a driver that takes this build's code. */
public final class CudaKernelProvider implements KernelProvider {
  @Override
  public Backend backend() {
    return Backend.CUDA;
  }

  @Override
  public Availability probe(KernelOptions options) {
    return CudaProbe.run();
  }

  @Override
  public Kernels open(KernelOptions options) {
    Availability found = CudaProbe.run();
    if (found.refusal() != null) {
      throw new PannierException(found.refusal(), found.explanation());
    }
    try {
      return CudaKernels.open(CudaDevice.shared(), options.deviceMemory());
    } catch (UnsatisfiedLinkError e) {
      throw new PannierException(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "the driver is there, but JCuda's native library does not load: "
              + e.getMessage()
              + ". A writable java.io.tmpdir and an x86-64 Linux are needed",
          e);
    }
  }
}
