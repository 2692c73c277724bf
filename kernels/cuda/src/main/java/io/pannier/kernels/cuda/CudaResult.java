package io.pannier.kernels.cuda;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * The result codes of the CUDA driver API, as Pannier's errors. The numbers are those of {@code
 * CUresult} in NVIDIA's cuda.h and never change.
 */
final class CudaResult {
  static final int SUCCESS = 0;
  static final int INVALID_VALUE = 1;
  static final int OUT_OF_MEMORY = 2;
  static final int DEVICE_UNAVAILABLE = 46;
  static final int NO_DEVICE = 100;
  static final int INVALID_IMAGE = 200;
  static final int NO_BINARY_FOR_GPU = 209;
  static final int ECC_UNCORRECTABLE = 214;
  static final int INVALID_PTX = 218;
  static final int NVLINK_UNCORRECTABLE = 220;
  static final int JIT_COMPILER_NOT_FOUND = 221;
  static final int UNSUPPORTED_PTX_VERSION = 222;
  static final int INVALID_HANDLE = 400;
  static final int NOT_FOUND = 500;
  static final int ILLEGAL_ADDRESS = 700;
  static final int LAUNCH_OUT_OF_RESOURCES = 701;
  static final int LAUNCH_TIMEOUT = 702;
  static final int CONTEXT_IS_DESTROYED = 709;
  static final int ASSERT = 710;
  static final int HARDWARE_STACK_ERROR = 714;
  static final int ILLEGAL_INSTRUCTION = 715;
  static final int MISALIGNED_ADDRESS = 716;
  static final int INVALID_ADDRESS_SPACE = 717;
  static final int INVALID_PC = 718;
  static final int LAUNCH_FAILED = 719;
  static final int MPS_CLIENT_TERMINATED = 810;
  static final int EXTERNAL_DEVICE = 911;
  static final int UNKNOWN = 999;

  private CudaResult() {}

  /**
   * Does nothing for success.
   *
   * @param doing what was asked of the driver, to complete "CUDA could not …"
   * @param name the driver's name of the result
   * @throws PannierException with the code of {@link #codeOf}
   */
  static void check(int result, String doing, String name) {
    if (result != SUCCESS) {
      throw failure(result, doing, name);
    }
  }

  static PannierException failure(int result, String doing, String name) {
    return new PannierException(
        codeOf(result),
        "CUDA could not " + doing + ": " + name + " (" + result + "). " + advice(result));
  }

  /** The code that a result has for callers. */
  static ErrorCode codeOf(int result) {
    return switch (result) {
      case OUT_OF_MEMORY -> StandardErrorCode.DEVICE_MEMORY_EXHAUSTED;
      case NO_DEVICE -> StandardErrorCode.DEVICE_UNAVAILABLE;
      case INVALID_IMAGE,
          NO_BINARY_FOR_GPU,
          INVALID_PTX,
          JIT_COMPILER_NOT_FOUND,
          UNSUPPORTED_PTX_VERSION ->
          StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED;
      // After any of these the context answers every further call with the same error.
      case DEVICE_UNAVAILABLE,
          ECC_UNCORRECTABLE,
          NVLINK_UNCORRECTABLE,
          ILLEGAL_ADDRESS,
          LAUNCH_TIMEOUT,
          CONTEXT_IS_DESTROYED,
          ASSERT,
          HARDWARE_STACK_ERROR,
          ILLEGAL_INSTRUCTION,
          MISALIGNED_ADDRESS,
          INVALID_ADDRESS_SPACE,
          INVALID_PC,
          LAUNCH_FAILED,
          MPS_CLIENT_TERMINATED,
          EXTERNAL_DEVICE,
          UNKNOWN ->
          StandardErrorCode.DEVICE_LOST;
      default -> StandardErrorCode.DEVICE_FAILED;
    };
  }

  private static String advice(int result) {
    if (codeOf(result) instanceof StandardErrorCode code) {
      return switch (code) {
        case DEVICE_MEMORY_EXHAUSTED ->
            "Lower the limit of device memory or the size of the model, or free the GPU of other"
                + " programs; nvidia-smi lists them.";
        case DEVICE_UNAVAILABLE -> "Make a GPU visible, or choose the simd kernels.";
        case DEVICE_IMAGE_UNSUPPORTED ->
            "The GPU code of this build does not fit this GPU or its driver: update the driver, or"
                + " build with an nvcc that knows both.";
        case DEVICE_LOST ->
            "Nothing more can be asked of this context: fall back to the simd kernels or open the"
                + " device anew; the kernel log (dmesg, lines of NVRM) says more.";
        default -> "This is a fault of Pannier or of the driver; please report it with this line.";
      };
    }
    throw new IllegalStateException("a code of another family for result " + result);
  }

  /** The name of the results that matter here, without asking a driver. */
  static String nameOf(int result) {
    return switch (result) {
      case SUCCESS -> "CUDA_SUCCESS";
      case INVALID_VALUE -> "CUDA_ERROR_INVALID_VALUE";
      case OUT_OF_MEMORY -> "CUDA_ERROR_OUT_OF_MEMORY";
      case DEVICE_UNAVAILABLE -> "CUDA_ERROR_DEVICE_UNAVAILABLE";
      case NO_DEVICE -> "CUDA_ERROR_NO_DEVICE";
      case INVALID_IMAGE -> "CUDA_ERROR_INVALID_IMAGE";
      case NO_BINARY_FOR_GPU -> "CUDA_ERROR_NO_BINARY_FOR_GPU";
      case INVALID_PTX -> "CUDA_ERROR_INVALID_PTX";
      case UNSUPPORTED_PTX_VERSION -> "CUDA_ERROR_UNSUPPORTED_PTX_VERSION";
      case INVALID_HANDLE -> "CUDA_ERROR_INVALID_HANDLE";
      case NOT_FOUND -> "CUDA_ERROR_NOT_FOUND";
      case ILLEGAL_ADDRESS -> "CUDA_ERROR_ILLEGAL_ADDRESS";
      case LAUNCH_OUT_OF_RESOURCES -> "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES";
      case LAUNCH_FAILED -> "CUDA_ERROR_LAUNCH_FAILED";
      case UNKNOWN -> "CUDA_ERROR_UNKNOWN";
      default -> "CUresult " + result;
    };
  }
}
