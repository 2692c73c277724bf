package io.pannier.app.cli;

import io.pannier.app.bench.OptimizerTrial;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.MachineInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
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
      "The figures beside jMetal and CP-SAT are printed by the benchmarks in plugins/genetic."
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

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    OptimizerTrial trial = OptimizerTrial.run(Math.max(1, problems), BUDGET_NANOS, seed);
    BenchReport report =
        new BenchReport(
            "optimizer",
            MachineInfo.of(problems + " problems, seed " + seed),
            List.of(
                Figure.of("optimize-p50-millis", trial.composeMillis(), "ms"),
                Figure.of("quality-at-500-micros", trial.quality(), "").atLeast(QUALITY_GOAL)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    out.flush();
    json.write(report.toJson());
    return 0;
  }
}
