package io.pannier.kernels.cuda;

class ReverseOrderContractTest extends EmulatedKernelsContractTest {
  ReverseOrderContractTest() {
    super(Emulator.Order.REVERSE);
  }
}
