package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
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
 * JCuda itself, with its own native library, on a libcuda.so.1 whose device is the emulator: every
 * call of {@link JCudaDriver} is made for real, in a JVM of its own.
 */
class JcudaDriverTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static Path driver = Path.of("");

  @BeforeAll
  static void build() {
    CudaSources.needsCompiler();
    driver = CudaSources.emulatedDriver();
  }

  private static ChildProcess.Result child(
      Class<?> main, List<String> arguments, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", driver.toString());
    return ChildProcess.java(main, List.of("-Xmx1g"), arguments, all, LIMIT);
  }

  @Test
  void theContractHoldsThroughJcuda() {
    ChildProcess.Result result =
        child(ContractRun.class, List.of(JcudaContract.class.getName()), Map.of());
    assertThat(result.requireSuccess()).contains("failed: 0");
  }

  /** What the child does: everything that a program does, from the probe on. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] arguments) {
      CudaKernelProvider provider = new CudaKernelProvider();
      System.out.println(provider.probe(KernelOptions.defaults()));
      try (Kernels first = provider.open(KernelOptions.defaults());
          Kernels second = provider.open(KernelOptions.defaults())) {
        System.out.println("opened: " + first.description());
        System.out.println(first.backend() == second.backend());
      } catch (PannierException e) {
        System.out.println("refused: " + e.code() + ": " + e.getMessage());
      }
    }
  }

  @Test
  void theProviderOpensWhatTheProbeFound() {
    CudaSources.needsNvcc();
    String output = child(Opening.class, List.of(), Map.of()).requireSuccess();
    assertThat(output)
        .contains("refusal=null", "opened: cuda on emulated device, compute capability 8.0");
  }

  @ParameterizedTest
  @CsvSource({
    "PANNIER_FAKE_CUDA_VERSION, 11080, DEVICE_DRIVER_TOO_OLD",
    "PANNIER_FAKE_CUDA_DEVICES, 0, DEVICE_UNAVAILABLE",
    "PANNIER_FAKE_CUDA_CAPABILITY, 75, DEVICE_IMAGE_UNSUPPORTED",
    "PANNIER_FAKE_CUDA_LOAD, 209, DEVICE_IMAGE_UNSUPPORTED",
    "PANNIER_FAKE_CUDA_LOAD, 222, DEVICE_IMAGE_UNSUPPORTED"
  })
  void whatADriverRefusesIsReported(String variable, String value, String code) {
    CudaSources.needsNvcc();
    String output = child(Opening.class, List.of(), Map.of(variable, value)).requireSuccess();
    assertThat(output).contains("refused: " + code + ": ").doesNotContain("opened");
  }

  @Test
  void withoutGpuCodeTheProviderSaysHowToGetIt() {
    if (DeviceImage.find().isPresent()) {
      return;
    }
    String output = child(Opening.class, List.of(), Map.of()).requireSuccess();
    assertThat(output).contains("refused: DEVICE_IMAGE_UNSUPPORTED", "nvcc");
  }
}
