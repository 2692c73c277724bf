package io.pannier.kernels.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * PyTorch's operators on the processor, called through the C interface that its ahead-of-time
 * compiler uses: no Python and no JNI in between, so what is timed is the operator.
 *
 * <p>Scaled dot-product attention is the flash kernel that {@code
 * torch.nn.functional.scaled_dot_product_attention} chooses for dense fp32 on a processor.
 */
final class Torch {
  static final String NAME = "PyTorch";
  static final String VERSION = "2.7.1";

  private static final int FLOAT32 = 6;
  private static final int CPU = 0;

  private final Arena arena = Arena.ofAuto();
  private final MethodHandle setThreads;
  private final MethodHandle fromBlob;
  private final MethodHandle delete;
  private final MethodHandle data;
  private final MethodHandle attention;
  private final MethodHandle multiply;
  private final MethodHandle topK;
  private final MemorySegment results = arena.allocate(ADDRESS, 2);
  private final MemorySegment mask = arena.allocate(ADDRESS);
  private final MemorySegment result = arena.allocate(ADDRESS);

  private Torch(NativeLibraries library) {
    setThreads = library.function("_ZN2at15set_num_threadsEi", FunctionDescriptor.ofVoid(JAVA_INT));
    fromBlob =
        library.function(
            "aoti_torch_create_tensor_from_blob",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT,
                JAVA_INT, ADDRESS));
    delete =
        library.function(
            "aoti_torch_delete_tensor_object", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    data =
        library.function(
            "aoti_torch_get_data_ptr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    attention =
        library.function(
            "aoti_torch_cpu__scaled_dot_product_flash_attention_for_cpu",
            FunctionDescriptor.of(
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_DOUBLE,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS));
    multiply =
        library.function(
            "aoti_torch_cpu_mm_out", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    topK =
        library.function(
            "aoti_torch_cpu_topk",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    MethodHandle gradients =
        library.function("aoti_torch_grad_mode_set_enabled", FunctionDescriptor.ofVoid(JAVA_INT));
    try {
      gradients.invokeExact(0);
    } catch (Throwable e) {
      throw NativeLibraries.failed("aoti_torch_grad_mode_set_enabled", e);
    }
  }

  static Torch open() {
    return new Torch(
        NativeLibraries.open(
            "pytorch " + VERSION,
            "pytorch/cpu/linux-x86_64/",
            "libtorch_cpu.so",
            "libc10.so",
            "libgomp-98b21ff3.so.1"));
  }

  void threads(int count) {
    try {
      setThreads.invokeExact(count);
    } catch (Throwable e) {
      throw NativeLibraries.failed("set_num_threads", e);
    }
  }

  /** A dense fp32 tensor over memory that the caller keeps. */
  MemorySegment tensor(MemorySegment values, long... sizes) {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes[i];
    }
    return view(values, sizes, strides);
  }

  /** An fp32 tensor over memory that the caller keeps, with strides in elements. */
  MemorySegment view(MemorySegment values, long[] sizes, long[] strides) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment out = call.allocate(ADDRESS);
      check(
          "create_tensor_from_blob",
          (int)
              fromBlob.invokeExact(
                  values,
                  (long) sizes.length,
                  call.allocateFrom(JAVA_LONG, sizes),
                  call.allocateFrom(JAVA_LONG, strides),
                  0L,
                  FLOAT32,
                  CPU,
                  0,
                  out));
      return out.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw NativeLibraries.failed("create_tensor_from_blob", e);
    }
  }

  void delete(MemorySegment tensor) {
    try {
      check("delete_tensor_object", (int) delete.invokeExact(tensor));
    } catch (Throwable e) {
      throw NativeLibraries.failed("delete_tensor_object", e);
    }
  }

  /** Where the values of a tensor lie, as so many bytes. */
  MemorySegment data(MemorySegment tensor, long bytes) {
    try {
      check("get_data_ptr", (int) data.invokeExact(tensor, result));
      return result.get(ADDRESS, 0).reinterpret(bytes);
    } catch (Throwable e) {
      throw NativeLibraries.failed("get_data_ptr", e);
    }
  }

  /**
   * Attention over (B, H, L, D) with scale 1/√D.
   *
   * @param additive a mask that broadcasts to (B, H, L, L), or {@link MemorySegment#NULL}
   * @return the output, a new tensor of the caller's
   */
  MemorySegment attention(
      MemorySegment query,
      MemorySegment key,
      MemorySegment value,
      boolean causal,
      MemorySegment additive) {
    MemorySegment optionalMask = MemorySegment.NULL;
    if (!additive.equals(MemorySegment.NULL)) {
      mask.set(ADDRESS, 0, additive);
      optionalMask = mask;
    }
    try {
      check(
          "scaled_dot_product_attention",
          (int)
              attention.invokeExact(
                  query,
                  key,
                  value,
                  0.0,
                  causal ? 1 : 0,
                  optionalMask,
                  MemorySegment.NULL,
                  results,
                  results.asSlice(ADDRESS.byteSize())));
    } catch (Throwable e) {
      throw NativeLibraries.failed("scaled_dot_product_attention", e);
    }
    delete(results.getAtIndex(ADDRESS, 1));
    return results.get(ADDRESS, 0);
  }

  /** out = a · b of two matrices. */
  void multiply(MemorySegment a, MemorySegment b, MemorySegment out) {
    try {
      check("mm", (int) multiply.invokeExact(out, a, b));
    } catch (Throwable e) {
      throw NativeLibraries.failed("mm", e);
    }
  }

  /** The greatest of each row, sorted: two new tensors of the caller's. */
  TorchTopK topK(MemorySegment scores, long k) {
    try {
      check(
          "topk",
          (int)
              topK.invokeExact(scores, k, -1L, 1, 1, results, results.asSlice(ADDRESS.byteSize())));
    } catch (Throwable e) {
      throw NativeLibraries.failed("topk", e);
    }
    return new TorchTopK(results.get(ADDRESS, 0), results.getAtIndex(ADDRESS, 1));
  }

  /**
   * What topk returns.
   *
   * @param values fp32
   * @param indices int64
   */
  record TorchTopK(MemorySegment values, MemorySegment indices) {}

  private static void check(String what, int code) {
    if (code != 0) {
      throw new PannierException(
          StandardErrorCode.INTERNAL_ERROR,
          "PyTorch's " + what + " returned " + code + "; its own message is on stderr");
    }
  }
}
