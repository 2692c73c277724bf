package io.pannier.plugins.genetic.nsga2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
 * Hypervolume and time of our NSGA-II beside jMetal's on one problem, interleaved run by run:
 * 25,000 evaluations, population 100, medians over seeds.
 *
 * @param problem its name
 * @param ours median hypervolume
 * @param theirs median hypervolume of jMetal
 * @param z of the Mann-Whitney test of the hypervolumes, positive where ours are larger
 * @param ourMillis median time
 * @param theirMillis median time of jMetal
 */
public record Nsga2Comparison(
    String problem, double ours, double theirs, double z, double ourMillis, double theirMillis) {
  private static final int POPULATION = 100;
  private static final int EVALUATIONS = 25_000;
  private static final double REFERENCE = 1.1;

  /** Beyond it a difference is significant at 5 %, two-sided. */
  private static final double SIGNIFICANT = 1.96;

  public boolean better() {
    return z > SIGNIFICANT;
  }

  public boolean worse() {
    return z < -SIGNIFICANT;
  }

  /**
   * Compares on ZDT1 to 4, ZDT6 and DTLZ2.
   *
   * @param seeds runs of each on each problem
   * @param told of each comparison as it is done
   */
  public static List<Nsga2Comparison> all(int seeds, Consumer<Nsga2Comparison> told) {
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
    List<Nsga2Comparison> all = new ArrayList<>();
    for (int p = 0; p < ours.length; p++) {
      Nsga2Comparison one = of(names[p], ours[p], theirs[p], seeds);
      told.accept(one);
      all.add(one);
    }
    return all;
  }

  private static Nsga2Comparison of(
      String name, ContinuousProblem ours, DoubleProblem theirs, int seeds) {
    double[][] volumes = new double[2][seeds];
    double[][] millis = new double[2][seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      long start = System.nanoTime();
      List<double[]> our = ourRun(ours, seed);
      long middle = System.nanoTime();
      List<double[]> their = theirRun(theirs, seed);
      long end = System.nanoTime();
      volumes[0][seed - 1] = Hypervolume.of(our, REFERENCE);
      volumes[1][seed - 1] = Hypervolume.of(their, REFERENCE);
      millis[0][seed - 1] = (middle - start) / 1e6;
      millis[1][seed - 1] = (end - middle) / 1e6;
    }
    return new Nsga2Comparison(
        name,
        median(volumes[0]),
        median(volumes[1]),
        mannWhitney(volumes[0], volumes[1]),
        median(millis[0]),
        median(millis[1]));
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
