package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.testkit.KernelsContractTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract on the sanitized emulator; run by {@link SanitizedLauncherTest} in a JVM that
 * preloads the address sanitizer. Device memory has no red zones of its own there: the sanitizer's
 * are closer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SanitizedContract extends KernelsContractTest {
  private CudaDevice device;
  private CudaKernels kernels;

  @SuppressWarnings("NullAway.Init")
  SanitizedContract() {}

  @BeforeAll
  void open() {
    Emulator emulator = Emulator.get();
    emulator.configure(Emulator.Order.RANDOM, 5);
    device = new CudaDevice(new EmulatorDriver(emulator, 0), new byte[0], true);
    kernels = CudaKernels.open(device, KernelOptions.defaults().deviceMemory());
  }

  @AfterAll
  void close() {
    kernels.close();
    device.close();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Backend expected() {
    return Backend.CUDA;
  }

  @Override
  public boolean slow() {
    return true;
  }
}
