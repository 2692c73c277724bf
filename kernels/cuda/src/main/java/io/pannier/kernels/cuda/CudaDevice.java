package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The opened device: its driver, the loaded kernels and its memory, shared by all instances and all
 * prepared operands. Safe for any thread.
 */
final class CudaDevice implements AutoCloseable {
  private static @Nullable CudaDevice shared;

  private final CudaDriver driver;
  private final CudaDriver.Module module;
  private final Map<String, CudaDriver.Function> functions = new ConcurrentHashMap<>();
  private final DeviceMemory memory;
  private final boolean poisoned;
  private volatile boolean lost;

  /**
   * @param image the fatbin
   * @param poisoned fills the workspaces with NaN before each call, so that in tests no result of
   *     an earlier call passes for one of this
   */
  CudaDevice(CudaDriver driver, byte[] image, boolean poisoned) {
    this.driver = driver;
    this.poisoned = poisoned;
    driver.bind();
    this.module = driver.load(image);
    this.memory = new DeviceMemory(driver);
  }

  /**
   * The device of this process, opened by the first who asks and again after it was lost. It stays
   * open: prepared operands may outlive the instances.
   */
  static synchronized CudaDevice shared() {
    CudaDevice open = shared;
    if (open != null && !open.lost) {
      return open;
    }
    if (open != null) {
      shared = null;
      open.abandon();
    }
    CudaDevice fresh = new CudaDevice(new JCudaDriver(), DeviceImage.read(), false);
    shared = fresh;
    return fresh;
  }

  CudaDriver driver() {
    return driver;
  }

  DeviceMemory memory() {
    return memory;
  }

  boolean poisoned() {
    return poisoned;
  }

  CudaDriver.Function function(String name) {
    return functions.computeIfAbsent(name, module::function);
  }

  /**
   * Makes the context current on the calling thread.
   *
   * @throws PannierException DEVICE_LOST if an earlier call lost it
   */
  void enter() {
    if (lost) {
      throw new PannierException(
          StandardErrorCode.DEVICE_LOST,
          driver.device().name()
              + " was lost by an earlier call: fall back to the simd kernels or open new ones");
    }
    driver.bind();
  }

  /** Remembers a loss, so that no later call waits for the driver to say the same. */
  void noteFailure(PannierException failure) {
    if (failure.code() == StandardErrorCode.DEVICE_LOST) {
      lost = true;
      memory.abandon();
    }
  }

  boolean lost() {
    return lost;
  }

  private void abandon() {
    try {
      driver.close();
    } catch (PannierException e) {
      // The context is gone anyway; whether a new one can be had, the caller will see.
      lost = true;
    }
  }

  @Override
  public void close() {
    if (!lost) {
      driver.bind();
      module.close();
    }
    driver.close();
  }
}
