package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.List;

/**
 * The search for the best bundles by the problem's weights: a steady-state genetic algorithm over
 * local optima (a memetic algorithm: Moscato, On Evolution, Search, Optimization, Genetic
 * Algorithms and Martial Arts, 1989). One generation is one scan of a {@link Descent}, about n
 * evaluations, so that the budget is looked at every few microseconds. A first feasible bundle is
 * made before the budget is asked.
 *
 * <p>Scratch space is reused: one instance for one thread.
 */
final class ComposeSearch {
  private final ComposeConfig config;
  private final Answer answer;
  private final SeededRandom random = new SeededRandom(0);
  private final Pool pool = new Pool();
  private final CandidateTable table = new CandidateTable();
  private final Pricing pricing = new Pricing(table);
  private final Descent descent = new Descent(table, pricing);
  private final Offspring offspring = new Offspring(table, pool, random);
  private final FeasibleStart feasibleStart =
      new FeasibleStart(table, pricing, descent.settlement());
  private final WhyNot whyNot = new WhyNot(table, pricing, descent.scan());
  private final WhyNone whyNone = new WhyNone(table, pricing);

  ComposeSearch(ComposeConfig config) {
    this.config = config;
    this.answer = new Answer(config.diversityPenalty());
  }

  BundlingResult run(BundlingProblem problem, SearchBudget budget) {
    if (problem.size() == 0) {
      return new BundlingResult(List.of(), 0, 0, List.of());
    }
    load(problem);
    if (!findFirst()) {
      return new BundlingResult(
          List.of(), 0, descent.evaluations(), whyNone.explain(config.rejections()));
    }
    long generations = improve(budget);
    fill(problem.limit());
    List<ComposedBundle> bundles = answer.choose(pool, table.evaluator, problem.limit());
    return new BundlingResult(
        bundles,
        generations,
        descent.evaluations(),
        whyNot.around(pool.best(), config.rejections()));
  }

  private void load(BundlingProblem problem) {
    table.load(problem);
    pricing.load();
    descent.load();
    random.seed(problem.seed());
    pool.reset(Math.max(config.population(), 2 * problem.limit()));
    offspring.load();
  }

  /** Runs greedy seeds until one is feasible, else the exact search; leaves the descent at it. */
  private boolean findFirst() {
    for (int seed = 0; seed < Offspring.SEEDS; seed++) {
      offspring.next(descent);
      while (descent.running() && !descent.current.feasible()) {
        descent.step();
      }
      if (descent.current.feasible()) {
        return true;
      }
    }
    Bundle found = feasibleStart.find();
    if (found.feasible()) {
      offspring.from(found, descent);
    }
    return found.feasible();
  }

  private long improve(SearchBudget budget) {
    long generations = 0;
    int fruitless = 0;
    while (fruitless < config.patience() && budget.allows(generations)) {
      if (!descent.running()) {
        offspring.next(descent);
      }
      descent.step();
      generations++;
      if (!descent.running()) {
        fruitless = harvest() ? 0 : fruitless + 1;
      }
    }
    harvest();
    return generations;
  }

  /**
   * Puts the descent's bundle into the pool.
   *
   * @return true if it is better than all before
   */
  private boolean harvest() {
    Bundle found = descent.current;
    if (!found.feasible()) {
      return false;
    }
    boolean first = pool.size() == 0 || found.utility > pool.best().utility;
    return pool.offer(found) && first;
  }

  /** Alternatives for an answer of several bundles where the budget ended before there were any. */
  private void fill(int limit) {
    for (int missing = limit - pool.size(); missing > 0; missing--) {
      offspring.alternative(descent);
      for (int scans = table.constraints.maxItems() + 1; scans > 0 && descent.running(); scans--) {
        descent.step();
      }
      harvest();
    }
  }
}
