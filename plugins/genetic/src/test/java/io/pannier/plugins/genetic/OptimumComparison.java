package io.pannier.plugins.genetic;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.Objective;
import io.pannier.spi.SearchBudget;
import java.util.Arrays;

/**
 * The gap to the optimum that OR-Tools CP-SAT proves on linear problems: constant conversion, no
 * discount, utility from revenue and margin alone, with budget, margin floor, stock, category cap,
 * exclusions and requirements.
 *
 * @param gaps of each problem, ascending; 0 is the optimum
 * @param medianMillis ours
 * @param medianSolverMillis of CP-SAT, on one thread
 */
public record OptimumComparison(double[] gaps, double medianMillis, double medianSolverMillis) {
  private static final long BUDGET_NANOS = 5_000_000;
  private static final long WARM_UP_NANOS = 2_000_000_000;
  private static final double CLOSE = 0.01;

  public double median() {
    return gaps[gaps.length / 2];
  }

  public double ninetieth() {
    return gaps[gaps.length * 9 / 10];
  }

  /** Share of the problems that are within 1 % of the optimum. */
  public double close() {
    return (double) Arrays.stream(gaps).filter(gap -> gap <= CLOSE).count() / gaps.length;
  }

  /**
   * @param problems how many that the solver closes
   */
  public static OptimumComparison of(int problems) {
    Loader.loadNativeLibraries();
    GeneticStrategy strategy = new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);
    double[] gaps = new double[problems];
    double[] millis = new double[problems];
    double[] solverMillis = new double[problems];
    warmUp(strategy);
    int closed = 0;
    for (int seed = 1; closed < problems; seed++) {
      BundlingProblem problem = LinearProblems.constrained(seed);
      long start = System.nanoTime();
      double optimum = solve(problem);
      double solver = (System.nanoTime() - start) / 1e6;
      if (Double.isNaN(optimum)) {
        continue;
      }
      start = System.nanoTime();
      BundlingResult result = strategy.compose(problem, SearchBudget.ofNanos(BUDGET_NANOS));
      millis[closed] = (System.nanoTime() - start) / 1e6;
      solverMillis[closed] = solver;
      gaps[closed++] = 1 - result.bundles().getFirst().utility() / optimum;
    }
    Arrays.sort(gaps);
    Arrays.sort(millis);
    Arrays.sort(solverMillis);
    return new OptimumComparison(gaps, millis[problems / 2], solverMillis[problems / 2]);
  }

  /**
   * As in a program that has served for a while, on problems of their own: what is measured is no
   * compilation.
   */
  private static void warmUp(GeneticStrategy strategy) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int seed = -1; System.nanoTime() < end; seed--) {
      strategy.compose(LinearProblems.constrained(seed), SearchBudget.ofNanos(BUDGET_NANOS));
    }
  }

  /** Highest utility, or NaN where the solver does not close the problem. */
  private static double solve(BundlingProblem problem) {
    CpModel model = new CpModel();
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    BundleConstraints constraints = problem.constraints();
    int n = problem.size();
    BoolVar[] chosen = new BoolVar[n];
    IntVar[] units = new IntVar[n];
    double perPrice = evaluator.scaledWeight(Objective.REVENUE);
    double perMargin = evaluator.scaledWeight(Objective.MARGIN);
    double rate = problem.model().baseRate();
    LinearExprBuilder objective = LinearExpr.newBuilder();
    LinearExprBuilder price = LinearExpr.newBuilder();
    LinearExprBuilder slack = LinearExpr.newBuilder();
    for (int i = 0; i < n; i++) {
      int most = Math.min(problem.stock(i), constraints.maxQuantity());
      chosen[i] = model.newBoolVar("chosen" + i);
      units[i] = model.newIntVar(0, most, "units" + i);
      model.addLessOrEqual(units[i], LinearExpr.term(chosen[i], most));
      model.addGreaterOrEqual(units[i], chosen[i]);
      double gain = perPrice * problem.price(i) + perMargin * (problem.price(i) - problem.cost(i));
      objective.addTerm(units[i], Math.round(1e9 * rate * gain));
      price.addTerm(units[i], problem.price(i));
      slack.addTerm(
          units[i],
          Math.round(
              1000 * (problem.price(i) * (1 - constraints.marginFloor()) - problem.cost(i))));
      for (int j = 0; j < n; j++) {
        if (problem.requires(i, j)) {
          model.addImplication(chosen[i], chosen[j]);
        }
        if (j < i && problem.incompatible(i, j)) {
          model.addAtMostOne(new BoolVar[] {chosen[i], chosen[j]});
        }
      }
    }
    model.addLinearConstraint(
        LinearExpr.sum(chosen), constraints.minItems(), constraints.maxItems());
    model.addLessOrEqual(price, constraints.budget());
    model.addGreaterOrEqual(slack, 0);
    for (int category = 0; category < 12; category++) {
      LinearExprBuilder same = LinearExpr.newBuilder();
      for (int i = 0; i < n; i++) {
        if (problem.category(i) == category) {
          same.add(chosen[i]);
        }
      }
      model.addLessOrEqual(same, constraints.maxPerCategory());
    }
    model.maximize(objective);
    CpSolver solver = new CpSolver();
    solver.getParameters().setMaxTimeInSeconds(10);
    solver.getParameters().setNumWorkers(1);
    if (solver.solve(model) != CpSolverStatus.OPTIMAL) {
      return Double.NaN;
    }
    return problem.weight(Objective.CONVERSION) / evaluator.scale(Objective.CONVERSION) * rate
        + solver.objectiveValue() / 1e9;
  }
}
