package io.pannier.spitestkit;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import java.util.List;

/** What {@link BundlingStrategy#front} promises, declared or not. */
final class FrontChecks {
  private static final long GENERATIONS = 15;

  private final ContractSubject subject;

  private FrontChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new FrontChecks(subject);
    if (!subject.can(Capability.PARETO_FRONT)) {
      return List.of(
          new ContractCheck(
              "front", "is refused with CAPABILITY_UNSUPPORTED if not declared", checks::refused));
    }
    return List.of(
        new ContractCheck("front", "holds feasible bundles that none dominates", checks::front),
        new ContractCheck("front", "equal seed and generations give equal fronts", checks::repeats),
        new ContractCheck("front", "is empty where no bundle is feasible", checks::infeasible));
  }

  private void refused() {
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      Check.fails(
          StandardErrorCode.CAPABILITY_UNSUPPORTED,
          "front",
          () -> strategy.front(subject.problems().problem(10), SearchBudget.ofGenerations(1)));
    }
  }

  private void front() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int size : new int[] {1, 2, 13, 40, 80}) {
        BundlingProblem problem = problems.problem(size);
        BundlingResult result = strategy.front(problem, SearchBudget.ofGenerations(GENERATIONS));
        BundleAssert.isFront(problem, result.bundles());
      }
    }
  }

  private void repeats() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy one = subject.createTaught(BundlingStrategy.class);
        BundlingStrategy other = subject.createTaught(BundlingStrategy.class)) {
      BundlingProblem problem = problems.problem(40, ProblemGenerator.loose());
      BundlingResult first = one.front(problem, SearchBudget.ofGenerations(GENERATIONS));
      BundleAssert.isSame(
          first, one.front(problem, SearchBudget.ofGenerations(GENERATIONS)), "asked twice");
      BundleAssert.isSame(
          first,
          other.front(problem, SearchBudget.ofGenerations(GENERATIONS)),
          "asked of two instances");
    }
  }

  private void infeasible() {
    ProblemDraft contradiction = new ProblemDraft(2, 4);
    contradiction.requires(0, 1).requires(1, 0).incompatible(0, 1);
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      Check.that(
          strategy
              .front(contradiction.build(), SearchBudget.ofGenerations(GENERATIONS))
              .bundles()
              .isEmpty(),
          "a front where no bundle is feasible");
    }
  }
}
