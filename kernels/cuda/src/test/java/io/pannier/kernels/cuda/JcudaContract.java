package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.testkit.KernelsContractTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract through JCuda. It is run by {@link JcudaDriverTest} in a JVM whose libcuda is the
 * emulator, and by hand on a machine with a GPU.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JcudaContract extends KernelsContractTest {
  private CudaDevice device;
  private CudaKernels kernels;

  @SuppressWarnings("NullAway.Init")
  JcudaContract() {}

  /** The device of JCuda; libcuda.cpp takes any image for one. */
  static CudaDevice device() {
    byte[] image = DeviceImage.find().isPresent() ? DeviceImage.read() : new byte[1];
    return new CudaDevice(new JCudaDriver(), image, true);
  }

  @BeforeAll
  void open() {
    device = device();
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
}
