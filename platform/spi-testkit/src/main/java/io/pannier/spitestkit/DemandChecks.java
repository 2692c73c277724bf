package io.pannier.spitestkit;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.SearchBudget;
import java.util.List;
import java.util.SplittableRandom;

/** What {@link BundlingStrategy} promises of what the rules of a placement ask for. */
final class DemandChecks {
  private static final long GENERATIONS = 12;

  /** Under these any candidate can be in a bundle, so that what is asked for can be given. */
  private static final BundleConstraints EASY =
      new BundleConstraints(1, 5, 2, Long.MAX_VALUE, -1, 0.2, Integer.MAX_VALUE);

  private final ContractSubject subject;

  private DemandChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new DemandChecks(subject);
    return List.of(
        new ContractCheck("bundling", "every bundle holds what rules ask for", checks::required),
        new ContractCheck("bundling", "rules and hard constraints hold together", checks::tight),
        new ContractCheck(
            "bundling", "nothing is composed where a rule asks for nothing there is", checks::none),
        new ContractCheck("bundling", "what is pinned stands first", checks::pinned));
  }

  /** Where everything else is easy, what is asked for must be found. */
  private void required() {
    ProblemGenerator problems = subject.problems();
    SplittableRandom random = new SplittableRandom(subject.seed());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 30; round++) {
        int n = 4 + 3 * round;
        BundlingProblem problem =
            new ProblemDraft(n, round)
                .constraints(EASY)
                .build()
                .withDemands(BundleDemands.of(groups(n, 1 + round % 3, random), new long[0]));
        BundlingResult result =
            strategy.compose(problem, SearchBudget.ofGenerations(round % GENERATIONS));
        BundleAssert.isAllowedAnswer(problem, result);
        Check.that(
            !result.bundles().isEmpty() || !sure(strategy, problem),
            "no bundle of %d candidates with what rules ask for, and some without",
            n);
        BundlingProblem drawn = problems.problem(n, EASY).withDemands(problem.demands());
        BundleAssert.isAllowedAnswer(
            drawn, strategy.compose(drawn, SearchBudget.ofGenerations(GENERATIONS)));
      }
    }
  }

  private void tight() {
    ProblemGenerator problems = subject.problems();
    SplittableRandom random = new SplittableRandom(subject.seed());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 40; round++) {
        int n = 1 + 2 * round;
        BundlingProblem problem =
            problems
                .problem(n)
                .withDemands(BundleDemands.of(groups(n, 1 + round % 4, random), new long[0]));
        SearchBudget budget = SearchBudget.ofGenerations(round % GENERATIONS);
        BundlingResult result = strategy.compose(problem, budget);
        BundleAssert.isAllowedAnswer(problem, result);
        BundleAssert.isSame(
            result,
            strategy.compose(problem, SearchBudget.ofGenerations(round % GENERATIONS)),
            "asked twice with rules");
      }
    }
  }

  private void none() {
    BundlingProblem problem =
        new ProblemDraft(12, 1)
            .build()
            .withDemands(BundleDemands.of(new long[][] {{0}}, new long[0]));
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(GENERATIONS));
      BundleAssert.isAllowedAnswer(problem, result);
      Check.that(result.bundles().isEmpty(), "a bundle without what a rule asks for");
    }
  }

  private void pinned() {
    SplittableRandom random = new SplittableRandom(subject.seed());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 20; round++) {
        int n = 4 + 5 * round;
        long[][] pins = groups(n, 1, random);
        BundlingProblem problem =
            subject
                .problems()
                .problem(n, EASY)
                .withDemands(BundleDemands.of(new long[0][], pins[0]));
        BundlingResult result =
            PinnedComposition.compose(strategy, problem, SearchBudget.ofGenerations(GENERATIONS));
        BundleAssert.isAllowedAnswer(problem, result);
        Check.that(
            !sure(strategy, problem)
                || (!result.bundles().isEmpty() && holds(problem, result.bundles().getFirst())),
            "the first bundle of %d candidates holds nothing pinned",
            n);
        BundleAssert.isSame(
            result,
            PinnedComposition.compose(
                strategy, problem, SearchBudget.ofGenerations(result.generations())),
            "replayed with pins");
      }
    }
  }

  /** True of a strategy that finds something without any time, as most do, but need not. */
  private static boolean sure(BundlingStrategy strategy, BundlingProblem problem) {
    BundlingProblem free = problem.withDemands(BundleDemands.NONE);
    return !strategy.compose(free, SearchBudget.ofGenerations(0)).bundles().isEmpty();
  }

  private static boolean holds(BundlingProblem problem, ComposedBundle bundle) {
    for (int candidate : bundle.candidates()) {
      if (problem.demands().pinned(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Bit sets of one to three candidates each. */
  private static long[][] groups(int n, int count, SplittableRandom random) {
    long[][] groups = new long[count][(n + 63) / 64];
    for (long[] group : groups) {
      for (int a = random.nextInt(3); a >= 0; a--) {
        int candidate = random.nextInt(n);
        group[candidate >> 6] |= 1L << candidate;
      }
    }
    return groups;
  }
}
