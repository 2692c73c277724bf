package io.pannier.app.cli;

import io.pannier.app.bench.OptimizerTrial;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench optimizer}: searches for bundles, outside of any server. */
@Command(
    name = "optimizer",
    description = {
      "Composes bundles of drawn problems of 100 candidates with the strategy genetic.",
      "optimize-p50-millis is a search that ends by itself; quality-at-500-micros is what half a"
          + " millisecond finds, over a search of 200,000 evaluations.",
      "Beside jMetal's NSGA-II on ZDT and DTLZ2, and beside the optimum that CP-SAT proves: in a"
          + " process of its own, in turns."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchOptimizerCommand implements Callable<Integer> {
  private static final double QUALITY_GOAL = 0.85;
  private static final long BUDGET_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--problems",
      paramLabel = "N",
      defaultValue = "200",
      description = "Problems that are drawn, default: ${DEFAULT-VALUE}.")
  private int problems;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Seed that they are drawn with, default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "25",
      description = "Runs of each NSGA-II on each problem, default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--linear",
      paramLabel = "N",
      defaultValue = "60",
      description = "Problems that CP-SAT closes, default: ${DEFAULT-VALUE}.")
  private int linear;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<PeerProcess.Measured> beside = PeerProcess.run(this::beside);
    if (beside.isEmpty()) {
      return 1;
    }
    OptimizerTrial trial = OptimizerTrial.run(Math.max(1, problems), BUDGET_NANOS, seed);
    List<Figure> figures = new ArrayList<>(beside.get().figures());
    figures.add(Figure.of("optimize-p50-millis", trial.composeMillis(), "ms"));
    figures.add(Figure.of("quality-at-500-micros", trial.quality(), "").atLeast(QUALITY_GOAL));
    BenchReport report =
        new BenchReport(
            "optimizer",
            MachineInfo.of(
                beside.get().note() + "; " + problems + " problems drawn with seed " + seed),
            figures);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    out.flush();
    json.write(report.toJson());
    return 0;
  }

  private ProcessBuilder beside(Path figures) {
    Path target = Path.of(System.getProperty("pannier.home", ""), "plugins", "genetic", "target");
    if (!Files.exists(target.resolve("bench"))) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          "there is no "
              + target.resolve("bench")
              + "; build it with: mvn -pl plugins/genetic -am package -DskipTests");
    }
    String classPath =
        String.join(
            File.pathSeparator,
            target.resolve("test-classes").toString(),
            target.resolve("classes").toString(),
            target.resolve("bench").resolve("*").toString());
    return new ProcessBuilder(
        ProcessHandle.current().info().command().orElse("java"),
        "-XX:+UseCompactObjectHeaders",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "io.pannier.plugins.genetic.OptimizerBenchmark",
        figures.toString(),
        Integer.toString(Math.max(2, seeds)),
        Integer.toString(Math.max(1, linear)));
  }
}
