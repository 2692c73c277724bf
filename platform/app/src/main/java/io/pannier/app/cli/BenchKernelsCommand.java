package io.pannier.app.cli;

import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench kernels}: the kernels beside OpenBLAS, PyTorch and ONNX Runtime.
 *
 * <p>They run in a Java process of their own with a class path of its own: this program never sees
 * the peers' libraries.
 */
@Command(
    name = "kernels",
    description = {
      "Runs the kernels and their peers in turns, in one process and with two threads each.",
      "A figure in x says how many times faster Pannier is; results are compared before."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchKernelsCommand implements Callable<Integer> {
  /** Variables by which the shell could slow a peer down, by their beginnings. */
  private static final List<String> PEERS_VARIABLES =
      List.of("OPENBLAS_", "OMP_", "GOMP_", "KMP_", "MKL_", "ATEN_", "ORT_");

  /** Temporary memory up to which the C library gives none back to the system. */
  private static final String KEPT_BYTES = Long.toString(2L << 30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "Measure only figures whose name contains a match, such as 'sgemm|scan-b1'.")
  private @Nullable String only;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "simd",
      description = "Our side: simd, scalar or cuda, default: ${DEFAULT-VALUE}.")
  private String backend = "simd";

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    Path target = Path.of(System.getProperty("pannier.home", ""), "kernels", "bench", "target");
    Path jar = target.resolve("pannier-kernels-bench.jar");
    if (!Files.exists(jar)) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          "there is no " + jar + "; build it with: mvn -pl kernels/bench -am package -DskipTests");
    }
    Optional<PeerProcess.Measured> measured =
        PeerProcess.run(figures -> process(target, jar, figures));
    if (measured.isEmpty()) {
      return 1;
    }
    BenchReport report =
        new BenchReport("kernels", MachineInfo.of(measured.get().note()), measured.get().figures());
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    out.flush();
    json.write(report.toJson());
    return 0;
  }

  private ProcessBuilder process(Path target, Path jar, Path figures) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx8g",
            "-XX:+UseCompactObjectHeaders",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dpannier.bench.natives=" + target.resolve("natives"),
            "-jar",
            jar.toString(),
            "--json",
            figures.toString(),
            "--backend",
            backend));
    if (only != null) {
      command.addAll(List.of("--only", only));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    prepare(builder.environment(), cpuInfo());
    return builder;
  }

  /**
   * Gives the peers their best. Their temporary memory stays with the process, as it does in one
   * that lives longer: PyTorch's topk would else spend nine tenths of its time on page faults.
   * OpenBLAS 0.3.31 takes AVX2 kernels on recent AMD processors with AVX-512, so there it is told.
   *
   * @param cpuInfo what Linux says about the processor
   */
  static void prepare(Map<String, String> environment, String cpuInfo) {
    environment.keySet().removeIf(name -> PEERS_VARIABLES.stream().anyMatch(name::startsWith));
    environment.put("MALLOC_ARENA_MAX", "1");
    environment.put("MALLOC_MMAP_THRESHOLD_", KEPT_BYTES);
    environment.put("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES);
    if (cpuInfo.contains(" avx512bw ") && cpuInfo.contains("AuthenticAMD")) {
      environment.put("OPENBLAS_CORETYPE", "SKYLAKEX");
    }
  }

  private static String cpuInfo() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
