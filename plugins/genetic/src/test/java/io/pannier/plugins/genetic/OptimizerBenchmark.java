package io.pannier.plugins.genetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.plugins.genetic.nsga2.Nsga2Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The search beside its peers: NSGA-II beside jMetal's, compositions beside the optimum that CP-SAT
 * proves. {@code bench optimizer} runs it; figures go to a file as JSON.
 */
public final class OptimizerBenchmark {
  private static final String JMETAL_VERSION = "6.6";
  private static final String ORTOOLS_VERSION = "9.15.6755";
  private static final double LEAST_HYPERVOLUME = 0.995;
  private static final double LEAST_SPEED = 3;
  private static final int LEAST_BETTER = 3;
  private static final double MOST_GAP = 0.01;

  private final ArrayNode figures = new ObjectMapper().createArrayNode();

  private OptimizerBenchmark() {}

  /**
   * @param arguments the file, the seeds of NSGA-II and the problems for CP-SAT
   */
  public static void main(String[] arguments) throws IOException {
    OptimizerBenchmark benchmark = new OptimizerBenchmark();
    benchmark.fronts(Integer.parseInt(arguments[1]));
    benchmark.optimum(Integer.parseInt(arguments[2]));
    ObjectMapper json = new ObjectMapper();
    ObjectNode document = json.createObjectNode();
    document.put(
        "note", arguments[1] + " seeds of NSGA-II, " + arguments[2] + " problems closed by CP-SAT");
    document.set("figures", benchmark.figures);
    json.writeValue(Path.of(arguments[0]).toFile(), document);
  }

  private void fronts(int seeds) {
    System.err.println("NSGA-II and jMetal's in turns, 25,000 evaluations …");
    List<Nsga2Comparison> all = Nsga2Comparison.all(seeds, OptimizerBenchmark::tell);
    for (Nsga2Comparison one : all) {
      ObjectNode figure =
          figure("hypervolume-" + one.problem() + "-x", one.ours() / one.theirs(), "x");
      goal(figure, ">=", LEAST_HYPERVOLUME);
      peer(figure, "jMetal", JMETAL_VERSION, one.theirs());
    }
    double slowest =
        all.stream().mapToDouble(one -> one.theirMillis() / one.ourMillis()).min().orElseThrow();
    goal(figure("time-x", slowest, "x"), ">=", LEAST_SPEED);
    goal(
        figure(
            "hypervolume-worse", (double) all.stream().filter(Nsga2Comparison::worse).count(), ""),
        "<=",
        0);
    goal(
        figure(
            "hypervolume-better",
            (double) all.stream().filter(Nsga2Comparison::better).count(),
            ""),
        ">=",
        LEAST_BETTER);
  }

  private static void tell(Nsga2Comparison one) {
    System.err.printf(
        Locale.ROOT,
        "  %-6s hypervolume %.5f, jMetal %.5f, z %+.2f; %.1f ms, jMetal %.1f ms%n",
        one.problem(),
        one.ours(),
        one.theirs(),
        one.z(),
        one.ourMillis(),
        one.theirMillis());
  }

  private void optimum(int problems) {
    System.err.println("compositions of 5 ms beside the optimum that CP-SAT proves …");
    OptimumComparison comparison = OptimumComparison.of(problems);
    goal(figure("gap-to-optimum", comparison.median(), ""), "<=", MOST_GAP);
    figure("gap-to-optimum-p90", comparison.ninetieth(), "");
    goal(figure("within-1-percent", comparison.close(), ""), ">=", 1);
    ObjectNode time = figure("compose-linear-p50-millis", comparison.medianMillis(), "ms");
    peer(time, "OR-Tools CP-SAT", ORTOOLS_VERSION, comparison.medianSolverMillis());
  }

  private ObjectNode figure(String name, double value, String unit) {
    return figures.addObject().put("name", name).put("value", value).put("unit", unit);
  }

  private static void goal(ObjectNode figure, String op, double value) {
    figure.putObject("goal").put("op", op).put("value", value);
  }

  private static void peer(ObjectNode figure, String name, String version, double value) {
    figure.putObject("peer").put("name", name).put("version", version).put("value", value);
  }
}
