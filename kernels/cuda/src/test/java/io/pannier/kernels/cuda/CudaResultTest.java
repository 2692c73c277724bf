package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pannier.spi.StandardErrorCode;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaResultTest {
  @ParameterizedTest
  @CsvSource({
    "2, DEVICE_MEMORY_EXHAUSTED",
    "46, DEVICE_LOST",
    "100, DEVICE_UNAVAILABLE",
    "200, DEVICE_IMAGE_UNSUPPORTED",
    "209, DEVICE_IMAGE_UNSUPPORTED",
    "218, DEVICE_IMAGE_UNSUPPORTED",
    "222, DEVICE_IMAGE_UNSUPPORTED",
    "700, DEVICE_LOST",
    "716, DEVICE_LOST",
    "719, DEVICE_LOST",
    "999, DEVICE_LOST",
    "1, DEVICE_FAILED",
    "400, DEVICE_FAILED",
    "701, DEVICE_FAILED"
  })
  void aResultHasTheCodeThatCallersActOn(int result, StandardErrorCode code) {
    var failure = CudaResult.failure(result, "copy to the device", CUresult.stringFor(result));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure)
        .hasMessageContaining("could not copy to the device")
        .hasMessageContaining("(" + result + ")")
        .hasMessageMatching("(?s).*\\)\\. [A-Z].*\\.");
  }

  @Test
  void successIsNoFailure() {
    assertThatCode(() -> CudaResult.check(CudaResult.SUCCESS, "anything", ""))
        .doesNotThrowAnyException();
  }

  /** The numbers are written down here so that the probe need not touch JCuda. */
  @Test
  void theNumbersAreThoseOfTheDriver() {
    assertThat(CudaResult.OUT_OF_MEMORY).isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    assertThat(CudaResult.NO_DEVICE).isEqualTo(CUresult.CUDA_ERROR_NO_DEVICE);
    assertThat(CudaResult.INVALID_IMAGE).isEqualTo(CUresult.CUDA_ERROR_INVALID_IMAGE);
    assertThat(CudaResult.NO_BINARY_FOR_GPU).isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
    assertThat(CudaResult.INVALID_PTX).isEqualTo(CUresult.CUDA_ERROR_INVALID_PTX);
    assertThat(CudaResult.UNSUPPORTED_PTX_VERSION)
        .isEqualTo(CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
    assertThat(CudaResult.ILLEGAL_ADDRESS).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(CudaResult.MISALIGNED_ADDRESS).isEqualTo(CUresult.CUDA_ERROR_MISALIGNED_ADDRESS);
    assertThat(CudaResult.LAUNCH_FAILED).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(CudaResult.UNKNOWN).isEqualTo(CUresult.CUDA_ERROR_UNKNOWN);
    for (int result : new int[] {1, 2, 46, 100, 200, 209, 218, 222, 400, 500, 700, 701, 719, 999}) {
      assertThat(CudaResult.nameOf(result)).isEqualTo(CUresult.stringFor(result));
    }
  }
}
