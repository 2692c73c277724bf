package io.pannier.plugins.genetic.nsga2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.uma.jmetal.algorithm.multiobjective.nsgaii.NSGAII;
import org.uma.jmetal.algorithm.multiobjective.nsgaii.NSGAIIBuilder;
import org.uma.jmetal.operator.crossover.impl.SBXCrossover;
import org.uma.jmetal.operator.mutation.impl.PolynomialMutation;
import org.uma.jmetal.problem.doubleproblem.DoubleProblem;
import org.uma.jmetal.problem.multiobjective.dtlz.DTLZ2;
import org.uma.jmetal.problem.multiobjective.zdt.ZDT1;
import org.uma.jmetal.problem.multiobjective.zdt.ZDT2;
import org.uma.jmetal.problem.multiobjective.zdt.ZDT3;
import org.uma.jmetal.problem.multiobjective.zdt.ZDT4;
import org.uma.jmetal.problem.multiobjective.zdt.ZDT6;
import org.uma.jmetal.solution.doublesolution.DoubleSolution;
import org.uma.jmetal.util.pseudorandom.JMetalRandom;

/**
 * Prints hypervolume and time of our NSGA-II beside jMetal's, interleaved run by run: 25,000
 * evaluations, population 100, medians over seeds, and the Mann-Whitney test of the hypervolumes.
 */
public final class Nsga2Benchmark {
  private static final int POPULATION = 100;
  private static final int EVALUATIONS = 25_000;
  private static final double REFERENCE = 1.1;

  private Nsga2Benchmark() {}

  /**
   * @param arguments number of seeds, default 25
   */
  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 25;
    String[] names = {"ZDT1", "ZDT2", "ZDT3", "ZDT4", "ZDT6", "DTLZ2"};
    ContinuousProblem[] ours = {
      new Zdt(1), new Zdt(2), new Zdt(3), new Zdt(4), new Zdt(6), new Dtlz2()
    };
    DoubleProblem[] theirs = {
      new ZDT1(), new ZDT2(), new ZDT3(), new ZDT4(), new ZDT6(), new DTLZ2(12, 3)
    };
    for (int p = 0; p < ours.length; p++) {
      ourRun(ours[p], 0);
      theirRun(theirs[p], 0);
    }
    for (int p = 0; p < ours.length; p++) {
      double[][] volumes = new double[2][seeds];
      double[][] millis = new double[2][seeds];
      for (int seed = 1; seed <= seeds; seed++) {
        long start = System.nanoTime();
        List<double[]> our = ourRun(ours[p], seed);
        long middle = System.nanoTime();
        List<double[]> their = theirRun(theirs[p], seed);
        long end = System.nanoTime();
        volumes[0][seed - 1] = Hypervolume.of(our, REFERENCE);
        volumes[1][seed - 1] = Hypervolume.of(their, REFERENCE);
        millis[0][seed - 1] = (middle - start) / 1e6;
        millis[1][seed - 1] = (end - middle) / 1e6;
      }
      double z = mannWhitney(volumes[0], volumes[1]);
      System.out.printf(
          Locale.ROOT,
          "%-6s hypervolume ours %.5f jMetal %.5f ratio %.4f  z %+.2f (%s)  time ours %.1f ms"
              + " jMetal %.1f ms, %.1f x%n",
          names[p],
          median(volumes[0]),
          median(volumes[1]),
          median(volumes[0]) / median(volumes[1]),
          z,
          z > 1.96 ? "better" : z < -1.96 ? "worse" : "same",
          median(millis[0]),
          median(millis[1]),
          median(millis[1]) / median(millis[0]));
    }
  }

  private static List<double[]> ourRun(ContinuousProblem problem, long seed) {
    Nsga2 search = new Nsga2(problem, POPULATION, seed);
    search.start();
    for (int done = POPULATION; done < EVALUATIONS; done += POPULATION) {
      search.evolve();
    }
    List<double[]> front = new ArrayList<>();
    for (int a = 0; a < POPULATION; a++) {
      if (search.rank(a) == 0) {
        front.add(
            Arrays.copyOfRange(
                search.values(), a * problem.objectives(), (a + 1) * problem.objectives()));
      }
    }
    return front;
  }

  private static List<double[]> theirRun(DoubleProblem problem, long seed) {
    JMetalRandom.getInstance().setSeed(seed);
    NSGAII<DoubleSolution> search =
        new NSGAIIBuilder<>(
                problem,
                new SBXCrossover(0.9, 20),
                new PolynomialMutation(1.0 / problem.numberOfVariables(), 20),
                POPULATION)
            .setMaxEvaluations(EVALUATIONS)
            .build();
    search.run();
    return search.result().stream().map(DoubleSolution::objectives).map(double[]::clone).toList();
  }

  /** Normal approximation of the rank-sum statistic; positive where the first are larger. */
  static double mannWhitney(double[] one, double[] other) {
    double wins = 0;
    for (double a : one) {
      for (double b : other) {
        wins += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    double m = one.length;
    double n = other.length;
    return (wins - m * n / 2) / Math.sqrt(m * n * (m + n + 1) / 12);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
