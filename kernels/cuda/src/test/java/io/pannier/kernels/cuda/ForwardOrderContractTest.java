package io.pannier.kernels.cuda;

class ForwardOrderContractTest extends EmulatedKernelsContractTest {
  ForwardOrderContractTest() {
    super(Emulator.Order.FORWARD);
  }
}
