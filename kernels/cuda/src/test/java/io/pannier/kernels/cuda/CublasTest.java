package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * cuBLAS through JCuda's own native library, on a libcublas.so.12 that computes in the memory of
 * the emulated device; and what happens without it. Each in a JVM of its own.
 */
class CublasTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static Path driver = Path.of("");
  private static Path cublas = Path.of("");

  @BeforeAll
  static void build() {
    CudaSources.needsCompiler();
    driver = CudaSources.emulatedDriver();
    cublas = CudaSources.emulatedCublas(driver);
  }

  private static ChildProcess.Result child(
      Class<?> main, List<String> arguments, String libraries, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", libraries);
    return ChildProcess.java(main, List.of("-Xmx1g"), arguments, all, LIMIT);
  }

  private static String both() {
    return driver + ":" + cublas;
  }

  @Test
  void largeProductsGoThroughCublasInBlocksOfOneShape() {
    String output =
        child(ContractRun.class, List.of(LargeProductsContract.class.getName()), both(), Map.of())
            .requireSuccess();
    assertThat(output).contains("failed: 0", "cublas ended");
    assertThat(output.lines().filter(line -> line.startsWith("cublas m=")).distinct())
        .containsExactly(
            "cublas m=1019 n=256 k=1030 lda=1020 ldb=1032 ldc=1019",
            "cublas m=250 n=256 k=4201 lda=252 ldb=4204 ldc=250");
  }

  /** What the other children do: a large product and a small one. */
  static final class Doubling {
    private static final int LARGE = 1024;

    private Doubling() {}

    public static void main(String[] arguments) {
      try (CudaDevice device = JcudaContract.device();
          CudaKernels kernels = CudaKernels.open(device, KernelOptions.defaults().deviceMemory())) {
        System.out.println("opened: " + kernels.description());
        doubles(kernels, LARGE - 1);
        doubles(kernels, LARGE);
      }
    }

    /** Twice the identity, which any order of summation multiplies exactly. */
    private static void doubles(CudaKernels kernels, int width) {
      float[] twice = new float[width * width];
      float[] in = new float[2 * width];
      float[] expected = new float[2 * width];
      for (int i = 0; i < 2 * width; i++) {
        twice[i % width * (width + 1)] = 2;
        in[i] = i;
        expected[i] = 2 * i;
      }
      float[] out = new float[2 * width];
      try (PackedMatrix matrix = kernels.pack(twice, width, width)) {
        kernels.multiply(Rows.of(in, width), 2, matrix, Epilogue.NONE, Rows.of(out, width));
        assertThat(out).isEqualTo(expected);
        System.out.println("multiplied: " + width);
      } catch (PannierException e) {
        System.out.println("refused: " + e.code() + ": " + e.getMessage());
      }
    }
  }

  @Test
  void withoutCublasTheOwnKernelRunsAndTheReasonIsTold() {
    String output = child(Doubling.class, List.of(), driver.toString(), Map.of()).requireSuccess();
    assertThat(output)
        .contains(
            "own kernel for large products, because libcublas.so.12 cannot be loaded",
            "multiplied: 1023",
            "multiplied: 1024")
        .doesNotContain("cublas m=");
  }

  @ParameterizedTest
  @CsvSource({
    "PANNIER_FAKE_CUBLAS_CREATE, 1, start, CUBLAS_STATUS_NOT_INITIALIZED",
    "PANNIER_FAKE_CUBLAS_CREATE, 3, start, CUBLAS_STATUS_ALLOC_FAILED",
    "PANNIER_FAKE_CUBLAS_MATH, 15, keep to fp32, CUBLAS_STATUS_NOT_SUPPORTED"
  })
  void aCublasThatDoesNotStartIsDoneWithout(
      String variable, String status, String doing, String name) {
    String output =
        child(Doubling.class, List.of(), both(), Map.of(variable, status)).requireSuccess();
    assertThat(output)
        .contains(
            "own kernel for large products, because cuBLAS could not " + doing + ": " + name,
            "multiplied: 1023",
            "multiplied: 1024")
        .doesNotContain("cublas m=");
  }

  @ParameterizedTest
  @CsvSource({
    "13, DEVICE_FAILED, CUBLAS_STATUS_EXECUTION_FAILED",
    "3, DEVICE_MEMORY_EXHAUSTED, CUBLAS_STATUS_ALLOC_FAILED"
  })
  void aProductThatCublasFailsAtIsReported(String status, String code, String name) {
    Map<String, String> environment = Map.of("PANNIER_FAKE_CUBLAS_SGEMM", status);
    String output = child(Doubling.class, List.of(), both(), environment).requireSuccess();
    assertThat(output)
        .contains(
            "cuBLAS for large products",
            "multiplied: 1023",
            "refused: " + code + ": cuBLAS could not multiply 256 x 1024 by 1024 x 1024: " + name,
            "cublas ended");
  }
}
