package io.pannier.app.config;

import io.pannier.kernels.api.KernelOptions;

/**
 * Where the kernels of strategies run.
 *
 * @param backend auto takes the first that can run of cuda, simd and scalar; with another word the
 *     program does not start unless that one can
 * @param threads that one call may use on the processor
 * @param deviceMemory most bytes of GPU memory, all strategies together
 */
public record KernelsConfig(KernelOptions.Choice backend, int threads, long deviceMemory) {
  public static KernelsConfig defaults() {
    KernelOptions options = KernelOptions.defaults();
    return new KernelsConfig(options.choice(), options.threads(), options.deviceMemory());
  }

  /** The same as the kernels take it, which checks it. */
  public KernelOptions options() {
    return new KernelOptions(backend, threads, deviceMemory);
  }

  public KernelsConfig {
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("threads must be from 1 to 256");
    }
    if (deviceMemory < 0) {
      throw new IllegalArgumentException("device-memory must not be negative");
    }
  }
}
