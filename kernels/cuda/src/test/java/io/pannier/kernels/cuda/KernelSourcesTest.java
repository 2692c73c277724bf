package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels themselves, under their C++ tests: in three orders of scheduling, under sanitizers,
 * and with faults planted, each of which must be found.
 */
class KernelSourcesTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Fibers are not what the address sanitizer expects of a stack. */
  private static final Map<String, String> SANITIZER =
      Map.of("ASAN_OPTIONS", "detect_stack_use_after_return=0:detect_leaks=0");

  @Test
  void theKernelsPassTheirTestsInEveryOrder() {
    String program = CudaSources.kernelTests().toString();
    String output = ChildProcess.run(List.of(program), Map.of(), LIMIT).requireSuccess();
    assertThat(output).contains("ok forward", "ok reverse", "ok random", "0 of ");
  }

  @Test
  void theKernelsPassTheirTestsUnderTheSanitizers() {
    String program = CudaSources.sanitizedKernelTests().toString();
    ChildProcess.Result result = ChildProcess.run(List.of(program, "--small"), SANITIZER, LIMIT);
    assertThat(result.requireSuccess()).contains("0 of ").doesNotContain("runtime error");
  }

  static Stream<String> faults() throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(CudaSources.tests().resolve("faults.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        names.add(line.split("\\s+")[0]);
      }
    }
    assertThat(names).isNotEmpty();
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFound(String fault) {
    ChildProcess.Result result = CudaSources.plant(fault);
    assertThat(result.requireSuccess()).contains("caught " + fault).doesNotContain("MISSED");
  }

  @Test
  void theGpuCodeKeepsToItsLimits() {
    CudaSources.needsNvcc();
    Path log = Path.of("target/gpu-code/ptxas.log");
    Path kernels = CudaSources.kernels();
    List<String> check =
        List.of(
            kernels.resolve("check-limits.sh").toString(),
            log.toString(),
            kernels.resolve("limits.txt").toString());
    ChildProcess.run(check, Map.of(), LIMIT).requireSuccess();
    assertThat(DeviceImage.find()).isPresent();
    assertThat(DeviceImage.read()).hasSizeGreaterThan(100_000);
  }

  @Test
  void aLimitThatIsExceededIsReported() throws IOException {
    CudaSources.needsNvcc();
    Path limits = Files.createTempFile("limits", ".txt");
    List<String> strict = new ArrayList<>();
    for (String line : Files.readAllLines(CudaSources.kernels().resolve("limits.txt"))) {
      strict.add(line.replaceFirst("^(multiply_fp32\\s+)\\d+", "$18"));
    }
    Files.write(limits, strict);
    List<String> check =
        List.of(
            CudaSources.kernels().resolve("check-limits.sh").toString(),
            "target/gpu-code/ptxas.log",
            limits.toString());
    ChildProcess.Result result = ChildProcess.run(check, Map.of(), LIMIT);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("multiply_fp32", "8 are allowed");
    Files.delete(limits);
  }
}
