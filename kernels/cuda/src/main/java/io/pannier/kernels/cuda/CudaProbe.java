package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Availability;
import io.pannier.spi.StandardErrorCode;
import java.util.Optional;

/** Decides from what the driver and the build say whether the CUDA kernels can run. */
final class CudaProbe {
  static final String NO_IMAGE =
      "this build has no GPU code, because it found no nvcc; build kernels/cuda with the CUDA"
          + " toolkit's nvcc on the PATH";

  private CudaProbe() {}

  /** Asks the machine. Touches no class of JCuda. */
  static Availability run() {
    Availability found = judge(DriverLibrary.examine(DriverLibrary.NAME), DeviceImage.find());
    return found.usable() ? withoutCublas(found, CublasLibrary.problem(CublasLibrary.NAME)) : found;
  }

  /** The same, and why cuBLAS will not be used unless the problem is empty. */
  static Availability withoutCublas(Availability found, String problem) {
    return problem.isEmpty()
        ? found
        : Availability.available(found.explanation() + "; " + LargeProducts.own(problem));
  }

  static Availability judge(DriverLibrary.Findings driver, Optional<DeviceImage> image) {
    if (!driver.loaded()) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "no NVIDIA driver: "
              + driver.problem()
              + "; install the driver, or give the container the GPU (docker run --gpus all)");
    }
    if (driver.version() > 0 && image.isPresent()) {
      int least = image.get().leastDriver();
      if (driver.version() < least) {
        return Availability.refused(
            StandardErrorCode.DEVICE_DRIVER_TOO_OLD,
            "the NVIDIA driver knows CUDA "
                + text(driver.version())
                + ", and the GPU code of this build needs CUDA "
                + text(least)
                + ": update the driver, or build with the nvcc of CUDA "
                + driver.version() / 1000);
      }
    }
    if (driver.result() != CudaResult.SUCCESS || driver.devices() == 0) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "the NVIDIA driver for CUDA "
              + text(driver.version())
              + " shows no usable GPU: "
              + driver.problem()
              + " gave "
              + CudaResult.nameOf(driver.result())
              + "; look at nvidia-smi and CUDA_VISIBLE_DEVICES");
    }
    if (image.isEmpty()) {
      return Availability.refused(StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED, NO_IMAGE);
    }
    int least = image.get().leastCapability();
    if (driver.capability() < least) {
      return Availability.refused(
          StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED,
          driver.name()
              + " has compute capability "
              + decimal(driver.capability())
              + ", and the kernels need "
              + decimal(least)
              + " or higher; use another GPU or the simd kernels");
    }
    return Availability.available(
        driver.name()
            + ", compute capability "
            + decimal(driver.capability())
            + ", driver for CUDA "
            + text(driver.version()));
  }

  private static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  private static String decimal(int capability) {
    return capability / 10 + "." + capability % 10;
  }
}
