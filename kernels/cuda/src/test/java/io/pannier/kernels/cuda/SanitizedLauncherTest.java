package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The Java launcher and the kernels together under the address and undefined-behaviour sanitizers:
 * what the launcher hands over is what is checked.
 */
class SanitizedLauncherTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Test
  void theContractHoldsUnderTheSanitizers() {
    Path library = CudaSources.sanitizedLibrary();
    String sanitizer =
        ChildProcess.run(
                List.of("g++", "-print-file-name=libasan.so"), Map.of(), Duration.ofSeconds(20))
            .requireSuccess()
            .strip();
    ChildProcess.Result result =
        ChildProcess.java(
            ContractRun.class,
            List.of("-Xmx1g", "-Dpannier.emulator=" + library),
            List.of(SanitizedContract.class.getName()),
            Map.of(
                "LD_PRELOAD",
                sanitizer,
                "ASAN_OPTIONS",
                "detect_leaks=0:handle_segv=0:detect_stack_use_after_return=0"),
            LIMIT);
    assertThat(result.requireSuccess())
        .contains("failed: 0")
        .doesNotContain("runtime error", "AddressSanitizer");
  }
}
