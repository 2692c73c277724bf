package io.pannier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchKernelsCommandTest {
  private static final String FLAGS = "\nflags\t\t: fpu avx2 avx512f avx512dq avx512bw avx512vl";

  @Test
  void nothingOfTheShellSlowsAPeerDown() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "OPENBLAS_CORETYPE", "Haswell",
                "OPENBLAS_L2_SIZE", "512",
                "OMP_NUM_THREADS", "1"));
    BenchKernelsCommand.prepare(environment, "vendor_id\t: GenuineIntel" + FLAGS);
    assertThat(environment).containsEntry("PATH", "/bin");
    assertThat(environment.keySet()).noneMatch(name -> name.startsWith("O"));
  }

  @Test
  void openBlasIsToldOfAvx512WhereItOverlooksIt() {
    Map<String, String> environment = new HashMap<>(Map.of("OPENBLAS_CORETYPE", "Haswell"));
    BenchKernelsCommand.prepare(environment, "vendor_id\t: AuthenticAMD" + FLAGS);
    assertThat(environment).containsEntry("OPENBLAS_CORETYPE", "SKYLAKEX");
    environment.clear();
    BenchKernelsCommand.prepare(environment, "vendor_id\t: AuthenticAMD\nflags\t\t: fpu avx2 ");
    assertThat(environment).doesNotContainKey("OPENBLAS_CORETYPE");
  }

  /** PyTorch's topk would spend most of its time on page faults. */
  @Test
  void aPeerKeepsItsTemporaryMemory() {
    Map<String, String> environment = new HashMap<>(Map.of("MALLOC_MMAP_THRESHOLD_", "4096"));
    BenchKernelsCommand.prepare(environment, "");
    assertThat(environment)
        .containsEntry("MALLOC_ARENA_MAX", "1")
        .containsEntry("MALLOC_MMAP_THRESHOLD_", "2147483648")
        .containsEntry("MALLOC_TRIM_THRESHOLD_", "2147483648");
  }

  @Test
  void aMissingBuildIsToldWithItsRemedy() {
    CommandLineRun run = CommandLineRun.of("bench", "kernels", "--only", "none");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("FILE_FAILED").contains("mvn -pl kernels/bench");
  }
}
