package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimdKernelProviderTest {
  @Test
  void itIsFoundAndRuns() {
    List<KernelProvider> providers = new ArrayList<>();
    ServiceLoader.load(KernelProvider.class).forEach(providers::add);
    KernelProvider simd =
        providers.stream().filter(p -> p.backend() == Backend.SIMD).findFirst().orElseThrow();
    KernelOptions options = KernelOptions.defaults().withThreads(2);
    assertThat(simd.probe(options).usable()).isTrue();
    assertThat(simd.probe(options).explanation()).contains("bits");
    try (Kernels kernels = simd.open(options)) {
      assertThat(kernels.backend()).isEqualTo(Backend.SIMD);
      assertThat(kernels.description()).contains("simd").contains("2 threads");
    }
  }

  @Test
  void withoutTheModuleItRefusesAndTouchesNoVector() throws Exception {
    String answer = probeInAnotherJvm();
    assertThat(answer)
        .contains("DEVICE_UNAVAILABLE")
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void withoutFusedMultiplyAddItRefuses() throws Exception {
    String answer =
        probeInAnotherJvm(
            "--add-modules=jdk.incubator.vector",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:-UseFMA");
    assertThat(answer).contains("DEVICE_UNAVAILABLE").contains("fused multiply-add");
  }

  @Test
  void withoutTheOptimisingCompilerItRefuses() throws Exception {
    for (String flag : List.of("-XX:TieredStopAtLevel=1", "-Xint")) {
      String answer = probeInAnotherJvm("--add-modules=jdk.incubator.vector", flag);
      assertThat(answer).contains("DEVICE_UNAVAILABLE").contains("optimising compiler");
    }
  }

  private static String probeInAnotherJvm(String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(answer).isZero();
    return answer;
  }

  /** Prints what the probe says. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      var found = new SimdKernelProvider().probe(KernelOptions.defaults());
      System.out.println(found.refusal() + ": " + found.explanation());
    }
  }
}
