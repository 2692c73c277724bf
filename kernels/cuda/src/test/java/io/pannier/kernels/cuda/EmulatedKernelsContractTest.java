package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.testkit.KernelsContractTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of all backends on the emulator, with the threads of a block going on in one order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EmulatedKernelsContractTest extends KernelsContractTest {
  private final Emulator.Order order;
  private EmulatedKernels emulated;

  @SuppressWarnings("NullAway.Init")
  EmulatedKernelsContractTest(Emulator.Order order) {
    this.order = order;
  }

  @BeforeAll
  void open() {
    emulated = EmulatedKernels.open(order);
  }

  @AfterAll
  void close() {
    if (emulated != null) {
      emulated.close();
    }
  }

  @Override
  public Kernels kernels() {
    return emulated.kernels();
  }

  @Override
  public Backend expected() {
    return Backend.CUDA;
  }
}
