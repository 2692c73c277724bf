package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens where memory, the device or the driver fails, and that nothing is left behind. */
class DeviceFailureTest {
  private static final long MEBIBYTE = 1 << 20;

  private static PannierException failure(ErrorCode code, ThrowingCallable call) {
    PannierException[] caught = new PannierException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              caught[0] = e;
            });
    return caught[0];
  }

  private static void multiply(CudaKernels kernels, PackedMatrix matrix) {
    Rows a = Rows.of(new float[3 * matrix.rows()], matrix.rows());
    Rows c = Rows.of(new float[3 * matrix.columns()], matrix.columns());
    kernels.multiply(a, 3, matrix, Epilogue.NONE, c);
  }

  @Test
  void theLimitHoldsForAllInstancesTogetherBeforeTheDriverIsAsked() {
    try (EmulatedKernels first = EmulatedKernels.open(Emulator.Order.FORWARD, 8 * MEBIBYTE);
        CudaKernels second = CudaKernels.open(first.device(), 8 * MEBIBYTE)) {
      PackedMatrix held = first.kernels().pack(new float[1 << 20], 1024, 1024);
      long asked = first.driver().allocationCalls();
      PannierException refused =
          failure(
              StandardErrorCode.DEVICE_MEMORY_EXHAUSTED,
              () -> second.pack(new float[1 << 20], 1024, 1024));
      assertThat(refused)
          .hasMessageContaining("1024 x 1024 needs 4194304 bytes")
          .hasMessageContaining("of at most " + 8 * MEBIBYTE + " are taken")
          .hasMessageContaining("6291456");
      assertThat(first.driver().allocationCalls()).isEqualTo(asked);
      held.close();
      second.pack(new float[1 << 20], 1024, 1024).close();
      // Closing twice is closing once.
      held.close();
    }
  }

  @Test
  void memoryThatTheDeviceDoesNotHaveIsReportedAndTheInstanceGoesOn() {
    try (EmulatedKernels emulated = EmulatedKernels.open(Emulator.Order.FORWARD)) {
      CudaKernels kernels = emulated.kernels();
      try (PackedMatrix matrix = kernels.pack(new float[16], 4, 4)) {
        emulated.driver().limitMemory(2 * MEBIBYTE);
        long used = emulated.device().memory().used();
        failure(
            StandardErrorCode.DEVICE_MEMORY_EXHAUSTED,
            () -> kernels.pack(new float[1 << 20], 1024, 1024));
        failure(
            StandardErrorCode.DEVICE_MEMORY_EXHAUSTED,
            () -> kernels.catalogue(new float[1 << 20], 1 << 14, 64, Precision.INT8));
        // A call that needs a larger workspace fails too, and leaves the old one.
        failure(
            StandardErrorCode.DEVICE_MEMORY_EXHAUSTED,
            () ->
                kernels.multiply(
                    Rows.of(new float[1 << 20], 4),
                    1 << 18,
                    matrix,
                    Epilogue.NONE,
                    Rows.of(new float[1 << 20], 4)));
        assertThat(emulated.device().memory().used()).isEqualTo(used);
        multiply(kernels, matrix);
      }
    }
  }

  @Test
  void inSteadyStateNothingIsAllocated() {
    try (EmulatedKernels emulated = EmulatedKernels.open(Emulator.Order.FORWARD)) {
      CudaKernels kernels = emulated.kernels();
      float[] items = new float[5000 * 16];
      try (PackedMatrix matrix = kernels.pack(new float[64 * 64], 64, 64);
          Catalogue catalogue = kernels.catalogue(items, 5000, 16, Precision.BF16)) {
        long before = 0;
        for (int round = 0; round < 4; round++) {
          multiply(kernels, matrix);
          Rows rows = Rows.of(new float[40 * 32], 32);
          kernels.selfAttention(
              AttentionSpec.softmax(2, 16, true), rows, rows, rows, Sequences.of(0, 40), rows);
          kernels.topK(catalogue, Rows.of(new float[32], 16), 2, null, new TopK(2, 10));
          if (round == 1) {
            before = emulated.driver().allocationCalls();
          }
        }
        assertThat(emulated.driver().allocationCalls()).isEqualTo(before);
      }
    }
  }

  /** At whatever call of the driver the device is lost, the code is the same and nothing hangs. */
  @ParameterizedTest
  @ValueSource(ints = {CudaResult.ILLEGAL_ADDRESS, CudaResult.LAUNCH_FAILED, CudaResult.UNKNOWN})
  void aDeviceThatIsLostAtAnyCallIsReportedOnceAndForAll(int result) {
    int calls = 0;
    boolean passed = false;
    while (!passed) {
      EmulatedKernels emulated = EmulatedKernels.open(Emulator.Order.FORWARD);
      CudaKernels kernels = emulated.kernels();
      PackedMatrix matrix = kernels.pack(new float[20], 4, 5);
      emulated.driver().failAt(++calls, result);
      long before = emulated.driver().calls();
      try {
        multiply(kernels, matrix);
        passed = true;
      } catch (PannierException e) {
        assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_LOST);
        assertThat(emulated.driver().calls() - before).isEqualTo(calls);
        PannierException again =
            failure(StandardErrorCode.DEVICE_LOST, () -> multiply(kernels, matrix));
        assertThat(again).hasMessageContaining("fall back");
        // What was known is not asked again.
        assertThat(emulated.driver().calls() - before).isEqualTo(calls);
      }
      if (!passed) {
        matrix.close();
        emulated.close();
      }
    }
    assertThat(calls).isGreaterThan(8);
  }

  /** A failure that is not a loss leaves an instance that computes. */
  @Test
  void afterAFailureOfOneCallTheNextIsRight() {
    try (EmulatedKernels emulated = EmulatedKernels.open(Emulator.Order.FORWARD)) {
      CudaKernels kernels = emulated.kernels();
      float[] identity = {1, 0, 0, 1};
      try (PackedMatrix matrix = kernels.pack(identity, 2, 2)) {
        int failures = 0;
        for (int call = 1; call < 40; call++) {
          emulated.driver().failAt(call, CudaResult.LAUNCH_OUT_OF_RESOURCES);
          float[] out = new float[4];
          float[] in = {call, 2, 3, 4};
          try {
            kernels.multiply(Rows.of(in, 2), 2, matrix, Epilogue.NONE, Rows.of(out, 2));
          } catch (PannierException e) {
            assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_FAILED);
            failures++;
          }
          emulated.driver().failAt(Long.MAX_VALUE / 2, 0);
          kernels.multiply(Rows.of(in, 2), 2, matrix, Epilogue.NONE, Rows.of(out, 2));
          assertThat(out).isEqualTo(in);
        }
        assertThat(failures).isBetween(5, 38);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CudaResult.NO_BINARY_FOR_GPU,
        CudaResult.UNSUPPORTED_PTX_VERSION,
        CudaResult.INVALID_PTX
      })
  void codeForAnotherGpuIsRefused(int result) {
    EmulatorDriver driver = new EmulatorDriver(Emulator.get());
    driver.refuseImages(result);
    PannierException refused =
        failure(
            StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED,
            () -> new CudaDevice(driver, new byte[0], false));
    assertThat(refused).hasMessageContaining("update the driver");
    driver.close();
  }

  @Test
  void anInstanceThatCannotBeOpenedLeavesNothing() {
    for (int call = 1; ; call++) {
      EmulatorDriver driver = new EmulatorDriver(Emulator.get());
      CudaDevice device = new CudaDevice(driver, new byte[0], false);
      driver.failAt(call, CudaResult.OUT_OF_MEMORY);
      try {
        CudaKernels opened = CudaKernels.open(device, MEBIBYTE);
        driver.failAt(Long.MAX_VALUE / 2, 0);
        opened.close();
        device.close();
        assertThat(call).isGreaterThan(20);
        return;
      } catch (PannierException e) {
        assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_MEMORY_EXHAUSTED);
      }
      driver.failAt(Long.MAX_VALUE / 2, 0);
      device.close();
    }
  }

  @Test
  void anOperandThatIsClosedOrOfALostDeviceIsForeign() {
    try (EmulatedKernels emulated = EmulatedKernels.open(Emulator.Order.FORWARD);
        EmulatedKernels other = EmulatedKernels.open(Emulator.Order.FORWARD)) {
      PackedMatrix closed = emulated.kernels().pack(new float[4], 2, 2);
      closed.close();
      assertThat(
              failure(
                  StandardErrorCode.KERNEL_OPERAND_FOREIGN,
                  () -> multiply(emulated.kernels(), closed)))
          .hasMessageContaining("after it was closed");
      try (PackedMatrix elsewhere = other.kernels().pack(new float[4], 2, 2)) {
        failure(
            StandardErrorCode.KERNEL_OPERAND_FOREIGN,
            () -> multiply(emulated.kernels(), elsewhere));
      }
    }
  }
}
