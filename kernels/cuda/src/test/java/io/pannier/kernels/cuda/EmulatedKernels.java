package io.pannier.kernels.cuda;

import io.pannier.kernels.api.KernelOptions;

/**
 * Kernels on the emulator, with the strict driver under them.
 *
 * @param driver for failures and counts
 * @param device what the instances share
 * @param kernels one instance
 */
record EmulatedKernels(EmulatorDriver driver, CudaDevice device, CudaKernels kernels)
    implements AutoCloseable {
  private static final byte[] NO_IMAGE = {};

  static EmulatedKernels open(Emulator.Order order) {
    return open(order, KernelOptions.defaults().deviceMemory());
  }

  static EmulatedKernels open(Emulator.Order order, long deviceMemory) {
    Emulator emulator = Emulator.get();
    emulator.configure(order, 1);
    EmulatorDriver driver = new EmulatorDriver(emulator);
    CudaDevice device = new CudaDevice(driver, NO_IMAGE, true);
    return new EmulatedKernels(driver, device, CudaKernels.open(device, deviceMemory));
  }

  /** Closes all, and fails if something was not given back. */
  @Override
  public void close() {
    kernels.close();
    device.close();
  }
}
