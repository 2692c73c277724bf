package io.pannier.kernels.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * OpenBLAS, called through its C interface. It picks its kernels when it is loaded, by the
 * environment variable OPENBLAS_CORETYPE where that is set: {@link #core} says which it took.
 */
final class OpenBlas {
  static final String NAME = "OpenBLAS";
  static final String VERSION = "0.3.31";

  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TEXT_BYTES = 256;

  private final MethodHandle sgemm;
  private final MethodHandle setThreads;
  private final String core;

  private OpenBlas(NativeLibraries library) {
    sgemm =
        library.function(
            "cblas_sgemm",
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT));
    setThreads = library.function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    MethodHandle name = library.function("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
    try {
      core = ((MemorySegment) name.invokeExact()).reinterpret(TEXT_BYTES).getString(0);
    } catch (Throwable e) {
      throw NativeLibraries.failed("openblas_get_corename", e);
    }
  }

  static OpenBlas open() {
    return new OpenBlas(
        NativeLibraries.open(
            "openblas " + VERSION,
            "org/bytedeco/openblas/linux-x86_64/",
            "libopenblas.so.0",
            "libgfortran.so.5",
            "libquadmath.so.0",
            "libgcc_s.so.1"));
  }

  /** The processor whose kernels run, such as {@code SkylakeX}. */
  String core() {
    return core;
  }

  void threads(int count) {
    try {
      setThreads.invokeExact(count);
    } catch (Throwable e) {
      throw NativeLibraries.failed("openblas_set_num_threads", e);
    }
  }

  /** c = a · b, row-major (rows, inner) · (inner, columns). */
  void multiply(
      MemorySegment a, MemorySegment b, MemorySegment c, int rows, int inner, int columns) {
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          NO_TRANSPOSE,
          NO_TRANSPOSE,
          rows,
          columns,
          inner,
          1f,
          a,
          inner,
          b,
          columns,
          0f,
          c,
          columns);
    } catch (Throwable e) {
      throw NativeLibraries.failed("cblas_sgemm", e);
    }
  }
}
