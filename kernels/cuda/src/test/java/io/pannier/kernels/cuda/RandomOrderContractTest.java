package io.pannier.kernels.cuda;

class RandomOrderContractTest extends EmulatedKernelsContractTest {
  RandomOrderContractTest() {
    super(Emulator.Order.RANDOM);
  }
}
