package io.pannier.kernels.cuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSgemm;

import io.pannier.kernels.cuda.JCudaDriver.DeviceAddress;
import io.pannier.kernels.cuda.JCudaDriver.WorkStream;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS through JCuda, on one stream. May be touched only after {@link CublasLibrary} has found
 * it. cuBLAS belongs to the CUDA runtime, whose device is the primary context that {@link
 * JCudaDriver} has made current, and whose streams are those of the driver by another name.
 */
final class Cublas implements CudaDriver.Blas {
  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private final WorkStream stream;
  private final cublasHandle handle = new cublasHandle();

  Cublas(WorkStream stream) {
    this.stream = stream;
    check(cublasCreate(handle), "start");
    try {
      check(cublasSetStream(handle, new cudaStream_t(stream.stream())), "take a stream");
      // Neither TF32 nor emulation by narrower numbers, whatever the environment asks for.
      check(cublasSetMathMode(handle, cublasMath.CUBLAS_PEDANTIC_MATH), "keep to fp32");
    } catch (PannierException e) {
      cublasDestroy(handle);
      throw e;
    }
  }

  @Override
  public void multiply(
      int rows,
      int columns,
      int inner,
      long a,
      int aStride,
      long b,
      int bStride,
      long c,
      int cStride) {
    // cuBLAS reads matrices by columns, and so sees the transposes: Cᵀ = Bᵀ · Aᵀ.
    int status =
        cublasSgemm(
            handle,
            cublasOperation.CUBLAS_OP_N,
            cublasOperation.CUBLAS_OP_N,
            columns,
            rows,
            inner,
            ONE,
            new DeviceAddress(b),
            bStride,
            new DeviceAddress(a),
            aStride,
            ZERO,
            new DeviceAddress(c),
            cStride);
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      // Only the driver tells the loss of the device from a failure of this call.
      stream.synchronize();
      check(status, "multiply " + rows + " x " + inner + " by " + inner + " x " + columns);
    }
  }

  private static void check(int status, String doing) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new PannierException(
          status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED
              ? StandardErrorCode.DEVICE_MEMORY_EXHAUSTED
              : StandardErrorCode.DEVICE_FAILED,
          "cuBLAS could not "
              + doing
              + ": "
              + cublasStatus.stringFor(status)
              + " ("
              + status
              + "). Take "
              + CublasLibrary.NAME
              + " off the library path to do without it");
    }
  }

  @Override
  public void close() {
    check(cublasDestroy(handle), "end");
  }
}
