package io.pannier.kernels.api;

import io.pannier.spi.PannierException;

/** Makes the instances of one backend; found by {@link java.util.ServiceLoader}. */
public interface KernelProvider {
  Backend backend();

  /**
   * Whether this backend can run here, found out without side effects and without loading what
   * might not load.
   */
  Availability probe(KernelOptions options);

  /**
   * Makes an instance.
   *
   * @throws PannierException DEVICE_UNAVAILABLE, DEVICE_DRIVER_TOO_OLD, DEVICE_IMAGE_UNSUPPORTED or
   *     DEVICE_MEMORY_EXHAUSTED, where the probe could not know
   */
  Kernels open(KernelOptions options);
}
