package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * How kernels run.
 *
 * @param choice which backend
 * @param threads that one call may use on the processor, the caller's included
 * @param deviceMemory most bytes of device memory, all instances together
 */
public record KernelOptions(Choice choice, int threads, long deviceMemory) {
  private static final long DEFAULT_DEVICE_MEMORY = 4L << 30;

  /** What the configuration may say. */
  public enum Choice {
    /** The first backend that can run: cuda, simd, scalar. */
    AUTO,
    /** CUDA or nothing: a machine without it does not start. */
    CUDA,
    SIMD,
    SCALAR
  }

  public KernelOptions {
    if (threads < 1 || threads > 256 || deviceMemory < 0) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID,
          "kernels with " + threads + " threads and " + deviceMemory + " bytes of device memory");
    }
  }

  public static KernelOptions defaults() {
    return new KernelOptions(Choice.AUTO, 1, DEFAULT_DEVICE_MEMORY);
  }

  public KernelOptions with(Choice other) {
    return new KernelOptions(other, threads, deviceMemory);
  }

  public KernelOptions withThreads(int count) {
    return new KernelOptions(choice, count, deviceMemory);
  }
}
