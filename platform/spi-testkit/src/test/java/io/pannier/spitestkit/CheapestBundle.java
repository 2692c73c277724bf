package io.pannier.spitestkit;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A bundling strategy that keeps its contract: it throws dice and keeps what is feasible. */
class CheapestBundle implements BundlingStrategy {
  /** Makes {@link CheapestBundle}. */
  static class Factory implements StrategyFactory {
    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor("dice", "Throws dice.", Set.of(Capability.BUNDLING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return new CheapestBundle();
    }
  }

  @Override
  public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
    SplittableRandom random = new SplittableRandom(problem.seed());
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    List<ComposedBundle> found = new ArrayList<>();
    long generations = 0;
    while (problem.size() > 0 && budget.allows(generations)) {
      ComposedBundle bundle = draw(problem, evaluator, random);
      if (accepts(evaluator, bundle) && found.stream().noneMatch(f -> same(f, bundle))) {
        found.add(bundle);
      }
      generations++;
    }
    found.sort(Comparator.comparingDouble(ComposedBundle::utility).reversed());
    return new BundlingResult(
        found.subList(0, Math.min(problem.limit(), found.size())),
        generations,
        generations,
        List.of());
  }

  boolean accepts(BundleEvaluator evaluator, ComposedBundle bundle) {
    return evaluator.violation(bundle).isEmpty();
  }

  private static ComposedBundle draw(
      BundlingProblem problem, BundleEvaluator evaluator, SplittableRandom random) {
    int size = Math.min(1 + random.nextInt(3), problem.size());
    int[] candidates = random.ints(0, problem.size()).distinct().limit(size).sorted().toArray();
    int[] quantities = new int[size];
    java.util.Arrays.fill(quantities, 1);
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(candidates, quantities, size, 0, objectives);
    return new ComposedBundle(
        candidates, quantities, 0, objectives, evaluator.utility(objectives), 1);
  }

  private static boolean same(ComposedBundle one, ComposedBundle other) {
    return java.util.Arrays.equals(one.candidates(), other.candidates());
  }
}
